import { asLacunaError, cancelled, describeThrown, LacunaError, throwIfCancelled } from '../../errors.ts';
import type { WeightsSource } from '../weights-source.ts';

/** A download that brings nothing for this long has stalled. */
const STALL_MS = 30_000;

/**
 * A weights bundle behind an address, that of its manifest.json or of its folder.
 * The browser's cache is revalidated each time, so that an update of the bundle is never half seen.
 */
export function fetchWeights(weightsUrl: string, fetcher: typeof fetch, stallMs = STALL_MS): WeightsSource {
  const folder = weightsUrl.replace(/(manifest\.json)?$/, '').replace(/\/?$/, '/');
  return {
    async readManifest(signal) {
      const bytes = await download('manifest.json', undefined, signal);
      try {
        return JSON.parse(new TextDecoder().decode(bytes)) as unknown;
      } catch (thrown) {
        throw asLacunaError(
          thrown,
          'weights-missing',
          'The server does not give a manifest of weights at the configured address.',
        );
      }
    },
    readFile: download,
  };

  async function download(
    name: string,
    onProgress?: (loadedBytes: number) => void,
    signal?: AbortSignal,
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
      const response = await fetcher(folder + name, { cache: 'no-cache', signal: stop.signal });
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
      throw new LacunaError(
        'weights-missing',
        `The weights file ${name} could not be downloaded (${describeThrown(thrown)}). Check the connection and try again.`,
        { file: name },
        { cause: thrown },
      );
    } finally {
      clearTimeout(timer);
      signal?.removeEventListener('abort', forward);
    }
  }
}

function missing(name: string, status: number, contentType: string): LacunaError {
  return new LacunaError(
    'weights-missing',
    `The weights file ${name} is not at the configured address (the server answered ${status}). Install the weights.`,
    { file: name, status, contentType },
  );
}

function stalled(name: string): LacunaError {
  return new LacunaError('weights-missing', `The download of the weights file ${name} stalled. Try again.`, {
    file: name,
  });
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
