import { asLacunaError, throwIfCancelled } from '../../errors.ts';
import type { WeightsSource } from '../weights-source.ts';
import { downloadFile } from './download-file.ts';
import { type Download, FileCache, type FileSpec, type FileStore, openFileStore } from './file-cache.ts';

export interface FetchOptions {
  /** A download that brings nothing for this long has stalled. */
  stallMs?: number;
  /** Where files are kept between visits; the browser's cache unless told otherwise. */
  store?: FileStore | undefined | Promise<FileStore | undefined>;
}

/**
 * A weights bundle behind an address, that of its manifest.json or of its folder. The manifest is asked for each time,
 * so that an update of the bundle is never half seen; its files are downloaded once and then come from `store`, which
 * also has the last manifest for when the server cannot be reached.
 */
export function fetchWeights(
  weightsUrl: string,
  fetcher: typeof fetch,
  { stallMs, store = openFileStore() }: FetchOptions = {},
): WeightsSource {
  const folder = weightsUrl.replace(/(manifest\.json)?$/, '').replace(/\/?$/, '/');
  const opening = Promise.resolve(store).then((found) => new FileCache(found));
  let specs: ReadonlyMap<string, FileSpec> = new Map();
  return {
    async readManifest(signal) {
      const cache = await opening;
      const bytes = await cache.readLatest(`${folder}manifest.json`, () =>
        download('manifest.json', undefined, signal),
      );
      const json = parsed(bytes);
      specs = fileSpecs(json);
      await cache.keepOnly(folder, new Set([...specs.values()].map(({ sha256 }) => sha256)));
      return json;
    },
    async readFile(name, onProgress, signal) {
      throwIfCancelled(signal);
      const cache = await opening;
      const spec = specs.get(name);
      const load: Download = (tell) => download(name, tell, signal);
      if (spec) return cache.read(folder + name, spec, load, onProgress);
      return cache.readLatest(folder + name, () => load(onProgress));
    },
  };

  function download(name: string, onProgress?: (loadedBytes: number) => void, signal?: AbortSignal) {
    return downloadFile(folder + name, {
      name: `The weights file ${name}`,
      fetcher,
      stallMs,
      onProgress,
      signal,
    });
  }
}

function parsed(bytes: Uint8Array): unknown {
  try {
    return JSON.parse(new TextDecoder().decode(bytes)) as unknown;
  } catch (thrown) {
    throw asLacunaError(
      thrown,
      'weights-missing',
      'The server does not give a manifest of weights at the configured address.',
    );
  }
}

/** By file name; the manifest is checked by whoever reads it, here only what is there is taken. */
function fileSpecs(manifest: unknown): Map<string, FileSpec> {
  const { models } = (manifest ?? {}) as {
    models?: Record<string, Partial<FileSpec & { file: string }> | null>;
  };
  const specs = new Map<string, FileSpec>();
  for (const model of Object.values(models ?? {})) {
    const { file, bytes, sha256 } = model ?? {};
    if (file !== undefined && bytes !== undefined && sha256 !== undefined) specs.set(file, { bytes, sha256 });
  }
  return specs;
}
