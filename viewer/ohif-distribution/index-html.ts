import { EXTENSION_ID, MODE_ID } from '../config/app-config.ts';

/** Where the build puts our modules; OHIF imports them by package name through the import map. */
const IMPORTS = { [EXTENSION_ID]: '/plugins/extension.js', [MODE_ID]: '/plugins/mode-review.js' };
const GUARD = '/plugins/boot-guard.js';

/** What is taken out of OHIF's page, and how many of each must be found: another version would need another look. */
const REMOVALS: readonly { readonly what: string; readonly pattern: RegExp; readonly atLeast: number }[] = [
  { what: 'service worker', pattern: /<script[^>]*init-service-worker[^>]*><\/script>/g, atLeast: 1 },
  { what: 'web app manifest', pattern: /<link rel="manifest"[^>]*>/g, atLeast: 1 },
  { what: 'touch icons and start-up images', pattern: /<link rel="apple-touch-[^>]*>/g, atLeast: 1 },
  {
    what: 'other vendors’ tiles',
    pattern: /<link rel="yandex-[^>]*>|<meta name="(msapplication|apple-mobile)-[^>]*>/g,
    atLeast: 1,
  },
  { what: 'icons left out of the build', pattern: /<link rel="icon"[^>]*coast-[^>]*>/g, atLeast: 1 },
];

/**
 * OHIF's own index.html with our modules in it: the import map must come before any module script, so it is first in
 * the head, followed by the guard that shows a message when something fails to load.
 *
 * @throws Error when the page does not look like that of the OHIF version this was written for
 */
export function lacunaIndexHtml(ohifIndexHtml: string): string {
  let html = ohifIndexHtml;
  for (const { what, pattern, atLeast } of REMOVALS) {
    const found = html.match(pattern)?.length ?? 0;
    if (found < atLeast) throw new Error(`OHIF's index.html has changed: ${what} not found.`);
    html = html.replace(pattern, '');
  }
  const head = '<head>';
  if (!html.includes(head) || !html.includes('id="root"'))
    throw new Error("OHIF's index.html has changed: no head or root.");
  const ours = `<script type="importmap">${JSON.stringify({ imports: IMPORTS })}</script><script type="module" src="${GUARD}"></script>`;
  return html
    .replace(head, () => `${head}${ours}`)
    .replace(/<title>[^<]*<\/title>/, '<title>Lacuna (research use only)</title>')
    .replace('content="OHIF Viewer"', 'content="Lacuna"');
}
