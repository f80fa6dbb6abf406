import { createHash } from 'node:crypto';
import type { ServerResponse } from 'node:http';

/** CSP source expressions (`'sha256-…'`) of every inline script of a page, the import map included. */
export function inlineScriptHashes(html: string): string[] {
  const inline = [...html.matchAll(/<script(?![^>]*\bsrc=)[^>]*>([\s\S]*?)<\/script>/g)];
  return inline.map(
    (match) =>
      `'sha256-${createHash('sha256')
        .update(match[1] ?? '')
        .digest('base64')}'`,
  );
}

/**
 * The policy of the page. Each relaxation was measured with the prebuilt OHIF 3.13.2 by leaving it out:
 * - inline scripts: only the import map and OHIF's two own, by hash;
 * - 'wasm-unsafe-eval': WebAssembly of ONNX Runtime and of cornerstone;
 * - 'unsafe-eval': OHIF's SEG reader (ndarray builds its views with `new Function`); without it no stored SEG opens;
 * - style 'unsafe-inline': three style elements that OHIF's libraries add, and React's style attributes;
 * - img data: : icons, pointers and thumbnails that OHIF draws to data addresses.
 * No blob: anywhere: list, viewer, MPR, 3D and /local work without.
 */
export function pagePolicy(scriptHashes: readonly string[]): string {
  return join({
    'default-src': ["'none'"],
    'script-src': ["'self'", "'wasm-unsafe-eval'", "'unsafe-eval'", ...scriptHashes],
    'worker-src': ["'self'"],
    'connect-src': ["'self'"],
    'img-src': ["'self'", 'data:'],
    'style-src': ["'self'", "'unsafe-inline'"],
    'font-src': ["'self'"],
    'frame-ancestors': ["'none'"],
    'base-uri': ["'none'"],
    'form-action': ["'none'"],
  });
}

/**
 * The policy inside OHIF's image decoding worker: the codecs (emscripten embind) build their
 * bindings with `new Function`. The worker has no DOM and still reaches nothing but this server.
 */
export const DECODER_POLICY = join({
  'default-src': ["'none'"],
  'script-src': ["'self'", "'unsafe-eval'", "'wasm-unsafe-eval'"],
  'connect-src': ["'self'"],
});

function join(directives: Readonly<Record<string, readonly string[]>>): string {
  return Object.entries(directives)
    .map(([name, sources]) => `${name} ${sources.join(' ')}`)
    .join('; ');
}

/** Headers of every answer; cross-origin isolation gives ONNX Runtime its threads. */
export function setSecurityHeaders(response: ServerResponse, policy: string): void {
  response.setHeader('content-security-policy', policy);
  response.setHeader('cross-origin-opener-policy', 'same-origin');
  response.setHeader('cross-origin-embedder-policy', 'require-corp');
  response.setHeader('cross-origin-resource-policy', 'same-origin');
  response.setHeader('referrer-policy', 'no-referrer');
  response.setHeader('x-content-type-options', 'nosniff');
  response.setHeader('permissions-policy', 'camera=(), microphone=(), geolocation=()');
}
