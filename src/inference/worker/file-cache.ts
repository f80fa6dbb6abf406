import { LacunaError } from '../../errors.ts';
import { sha256 } from '../weights.ts';

/** The part of the browser's Cache that is used; tests put a map in its place. */
export interface FileStore {
  match(url: string): Promise<Response | undefined>;
  put(url: string, response: Response): Promise<void>;
  delete(url: string): Promise<boolean>;
  keys(): Promise<readonly { readonly url: string }[]>;
}

/** What a manifest says of a file. */
export interface FileSpec {
  bytes: number;
  sha256: string;
}

export type Download = (onProgress?: (loadedBytes: number) => void) => Promise<Uint8Array>;

const NAME = 'lacuna-files';

/** The browser's cache for files of this origin; undefined where there is none, as on pages that are not served securely. */
export async function openFileStore(): Promise<FileStore | undefined> {
  try {
    return await (globalThis.caches as CacheStorage | undefined)?.open(NAME);
  } catch {
    return undefined; // refused by the browser: files are downloaded each time
  }
}

/**
 * Files that are downloaded once. Every file taken from the store is checked against its SHA-256 first; what does not
 * fit is removed and downloaded anew, and only what fits is stored.
 */
export class FileCache {
  constructor(private readonly store: FileStore | undefined) {}

  async read(
    url: string,
    spec: FileSpec,
    download: Download,
    onProgress?: (loadedBytes: number) => void,
  ): Promise<Uint8Array> {
    const key = `${url}?sha256=${spec.sha256}`;
    const stored = await this.stored(key);
    if (stored && (await fits(stored, spec))) {
      onProgress?.(stored.byteLength);
      return stored;
    }
    if (stored) await this.store?.delete(key).catch(() => false);
    const bytes = await download(onProgress);
    if (await fits(bytes, spec)) await this.keep(key, bytes);
    return bytes;
  }

  /** What the server has now; what it had last when it cannot be reached. @throws what `download` throws */
  async readLatest(url: string, download: Download): Promise<Uint8Array> {
    try {
      const bytes = await download();
      await this.keep(url, bytes);
      return bytes;
    } catch (thrown) {
      const stored = isUnreachable(thrown) ? await this.stored(url) : undefined;
      if (!stored) throw thrown;
      return stored;
    }
  }

  /** Removes versions of files below `folder` that are not among the wanted ones any more. */
  async keepOnly(folder: string, wanted: ReadonlySet<string>): Promise<void> {
    const keys = (await this.store?.keys().catch(() => [])) ?? [];
    for (const { url } of keys) {
      const hash = /\?sha256=([0-9a-f]+)$/.exec(url)?.[1];
      if (hash && url.startsWith(folder) && !wanted.has(hash))
        await this.store?.delete(url).catch(() => false);
    }
  }

  private async stored(key: string): Promise<Uint8Array | undefined> {
    const response = await this.store?.match(key).catch(() => undefined);
    const buffer = await response?.arrayBuffer().catch(() => undefined);
    return buffer && new Uint8Array(buffer);
  }

  /** Quietly: a full disk must not stop a run. */
  private async keep(key: string, bytes: Uint8Array): Promise<void> {
    await this.store?.put(key, new Response(bytes.slice())).catch(() => undefined);
  }
}

async function fits(bytes: Uint8Array, spec: FileSpec): Promise<boolean> {
  return bytes.byteLength === spec.bytes && (await sha256(bytes)) === spec.sha256;
}

/** No answer, or one that says that the server is out of order; a plain "not there" is an answer. */
function isUnreachable(thrown: unknown): boolean {
  if (!(thrown instanceof LacunaError) || thrown.code !== 'weights-missing') return false;
  const status = thrown.evidence?.['status'];
  return status === undefined || (typeof status === 'number' && status >= 500);
}
