import { LacunaError, throwIfCancelled } from '../errors.ts';
import { parseManifest } from './manifest.ts';
import { MODEL_KEYS, type ModelKey, type ModelSpec, type WeightsManifest } from './manifest-types.ts';
import type { LoadProgress, WeightsSource } from './weights-source.ts';

export type { LoadProgress, WeightsSource } from './weights-source.ts';

/**
 * Reads the manifest, then each model's bytes, and hands a model on only when its length and SHA-256 are right:
 * the runtime itself loads damaged weights without a word.
 *
 * One model is in memory at a time; `use` is awaited before the next is read.
 * @throws LacunaError `weights-invalid` | `weights-altered`, and whatever the source throws
 */
export async function loadVerified(
  source: WeightsSource,
  use: (key: ModelKey, bytes: Uint8Array, spec: ModelSpec) => Promise<void>,
  options: { onProgress?: (progress: LoadProgress) => void; signal?: AbortSignal } = {},
): Promise<WeightsManifest> {
  const { onProgress, signal } = options;
  const manifest = parseManifest(await source.readManifest(signal));
  const totalBytes = MODEL_KEYS.reduce((sum, key) => sum + manifest.models[key].bytes, 0);
  let before = 0;
  for (const key of MODEL_KEYS) {
    throwIfCancelled(signal);
    const spec = manifest.models[key];
    const tell = (bytes: number) =>
      onProgress?.({ file: spec.file, loadedBytes: before + Math.min(bytes, spec.bytes), totalBytes });
    const bytes = await source.readFile(spec.file, tell, signal);
    throwIfCancelled(signal);
    await verifyModelBytes(bytes, spec);
    await use(key, bytes, spec);
    before += spec.bytes;
    tell(0);
  }
  return manifest;
}

/** @throws LacunaError `weights-altered` when length or SHA-256 differ from the manifest */
export async function verifyModelBytes(bytes: Uint8Array, spec: ModelSpec): Promise<void> {
  if (bytes.byteLength !== spec.bytes) {
    throw new LacunaError(
      'weights-altered',
      `The weights file ${spec.file} has ${bytes.byteLength} bytes instead of ${spec.bytes}; it is not complete or not the right file. Install the weights again.`,
      { file: spec.file, bytes: bytes.byteLength, expected: spec.bytes },
    );
  }
  const actual = await sha256(bytes);
  if (actual !== spec.sha256) {
    throw new LacunaError(
      'weights-altered',
      `The weights file ${spec.file} was altered: its SHA-256 is not the one in the manifest. Install the weights again.`,
      { file: spec.file, sha256: actual, expected: spec.sha256 },
    );
  }
}

/** One hash that names a bundle: SHA-256 over the lines "key sha256" of its models, in the order of MODEL_KEYS. */
export function bundleSha256(manifest: WeightsManifest): Promise<string> {
  const lines = MODEL_KEYS.map((key) => `${key} ${manifest.models[key].sha256}\n`).join('');
  return sha256(new TextEncoder().encode(lines));
}

/** Lower-case hexadecimal. @throws LacunaError `backend-unavailable` on a page that is not served securely */
export async function sha256(bytes: Uint8Array): Promise<string> {
  const subtle = globalThis.crypto?.subtle as SubtleCrypto | undefined;
  if (!subtle) {
    throw new LacunaError(
      'backend-unavailable',
      'The weights cannot be verified on this page because it is not served securely. Open it over https or as 127.0.0.1.',
    );
  }
  const digest = await subtle.digest('SHA-256', bytes as Uint8Array<ArrayBuffer>);
  return Array.from(new Uint8Array(digest), (byte) => byte.toString(16).padStart(2, '0')).join('');
}
