import { cancelled, describeThrown, LacunaError, throwIfCancelled } from '../../errors.ts';

/** A download that brings nothing for this long has stalled. */
const STALL_MS = 30_000;

export interface DownloadOptions {
  /** Of the file, as the beginning of a sentence. */
  name: string;
  fetcher: typeof fetch;
  stallMs?: number;
  onProgress?: (loadedBytes: number) => void;
  signal?: AbortSignal;
}

/** The bytes at an address, revalidated with the server. @throws LacunaError `weights-missing` | `cancelled` */
export async function downloadFile(
  url: string,
  { name, fetcher, stallMs = STALL_MS, onProgress, signal }: DownloadOptions,
): Promise<Uint8Array> {
  throwIfCancelled(signal);
  const stop = new AbortController();
  const forward = () => stop.abort(cancelled());
  signal?.addEventListener('abort', forward, { once: true });
  let timer = setTimeout(() => stop.abort(stalled(name)), stallMs);
  const alive = () => {
    clearTimeout(timer);
    timer = setTimeout(() => stop.abort(stalled(name)), stallMs);
  };
  try {
    const response = await fetcher(url, { cache: 'no-cache', signal: stop.signal });
    const type = response.headers.get('content-type') ?? '';
    if (!response.ok || !response.body || type.includes('text/html'))
      throw missing(name, response.status, type);
    const chunks: Uint8Array[] = [];
    let loaded = 0;
    const reader = response.body.getReader();
    for (let part = await reader.read(); !part.done; part = await reader.read()) {
      alive();
      chunks.push(part.value);
      loaded += part.value.byteLength;
      onProgress?.(loaded);
    }
    return joined(chunks, loaded);
  } catch (thrown) {
    if (stop.signal.reason instanceof LacunaError) throw stop.signal.reason;
    if (thrown instanceof LacunaError) throw thrown;
    const why = describeThrown(thrown);
    throw new LacunaError(
      'weights-missing',
      `${name} could not be downloaded (${why}). Check the connection and try again.`,
      { file: name },
      { cause: thrown },
    );
  } finally {
    clearTimeout(timer);
    signal?.removeEventListener('abort', forward);
  }
}

function missing(name: string, status: number, contentType: string): LacunaError {
  return new LacunaError(
    'weights-missing',
    `${name} is not at the configured address (the server answered ${status}). Install the weights.`,
    { file: name, status, contentType },
  );
}

function stalled(name: string): LacunaError {
  return new LacunaError('weights-missing', `${name}: the download stalled. Try again.`, { file: name });
}

function joined(chunks: readonly Uint8Array[], size: number): Uint8Array {
  const all = new Uint8Array(size);
  let at = 0;
  for (const chunk of chunks) {
    all.set(chunk, at);
    at += chunk.byteLength;
  }
  return all;
}
