import { downloadFile } from './download-file.ts';
import { FileCache, type FileSpec, type FileStore, openFileStore } from './file-cache.ts';

/** Where onnxruntime finds its two files; with `wasmBinary` it needs no download of the larger one. */
export interface RuntimeFiles {
  mjs: string;
  wasm: string;
  wasmBinary?: ArrayBuffer;
}

export interface RuntimeOptions {
  fetcher?: typeof fetch;
  store?: FileStore | undefined | Promise<FileStore | undefined>;
  onProgress?: (progress: { file: string; loadedBytes: number; totalBytes: number }) => void;
}

/**
 * The files of a build of onnxruntime-web. Where the server lists them in `files.json`, the WebAssembly is downloaded
 * once, kept and verified like weights, and the script's name holds its hash, so that the browser keeps it by itself.
 * Elsewhere onnxruntime loads both by their plain names.
 */
export async function runtimeFiles(
  ortUrl: string,
  build: string,
  { fetcher = globalThis.fetch.bind(globalThis), store = openFileStore(), onProgress }: RuntimeOptions = {},
): Promise<RuntimeFiles> {
  const folder = ortUrl.endsWith('/') ? ortUrl : `${ortUrl}/`;
  const plain = { mjs: `${folder}${build}.mjs`, wasm: `${folder}${build}.wasm` };
  try {
    const cache = new FileCache(await store);
    const get = (file: string) => (onLoaded?: (loadedBytes: number) => void) =>
      downloadFile(folder + file, { name: `The file ${file}`, fetcher, onProgress: onLoaded });
    const list = parseList(await cache.readLatest(`${folder}files.json`, get('files.json')));
    const [mjs, wasm] = [list[`${build}.mjs`], list[`${build}.wasm`]];
    if (!mjs || !wasm) return plain;
    const bytes = await cache.read(folder + wasm.file, wasm, get(wasm.file), (loadedBytes) =>
      onProgress?.({ file: wasm.file, loadedBytes, totalBytes: wasm.bytes }),
    );
    return { mjs: folder + mjs.file, wasm: folder + wasm.file, wasmBinary: bytes.buffer as ArrayBuffer };
  } catch {
    return plain; // onnxruntime's own attempt then says what is wrong
  }
}

type ListedFile = FileSpec & { file: string };

function parseList(bytes: Uint8Array): Readonly<Record<string, ListedFile | undefined>> {
  return JSON.parse(new TextDecoder().decode(bytes)) as Record<string, ListedFile>;
}
