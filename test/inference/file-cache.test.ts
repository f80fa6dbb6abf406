/** The second visit: weights and runtime come from the browser's cache, verified each time, also without a network. */
import { createHash } from 'node:crypto';
import { beforeEach, expect, test } from '@jest/globals';
import { fetchWeights } from '@lacuna/core/inference/worker/fetch-weights.ts';
import type { FileStore } from '@lacuna/core/inference/worker/file-cache.ts';
import { runtimeFiles } from '@lacuna/core/inference/worker/runtime-files.ts';

const FOLDER = 'https://host.example/weights/';
const bytesOf = (text: string) => new TextEncoder().encode(text);
const hashOf = (text: string) => createHash('sha256').update(text).digest('hex');

/** The browser's Cache as a map. */
class MapStore implements FileStore {
  readonly entries = new Map<string, Uint8Array>();
  full = false;
  match(url: string) {
    const bytes = this.entries.get(url);
    return Promise.resolve(bytes && new Response(bytes.slice()));
  }
  async put(url: string, response: Response) {
    if (this.full) throw new Error('quota exceeded');
    this.entries.set(url, new Uint8Array(await response.arrayBuffer()));
  }
  delete(url: string) {
    return Promise.resolve(this.entries.delete(url));
  }
  keys() {
    return Promise.resolve([...this.entries.keys()].map((url) => ({ url })));
  }
}

let store: MapStore;
let files: Record<string, string>;
let asked: string[];
let online: boolean | 'refusing';
beforeEach(() => {
  store = new MapStore();
  files = { 'a.onnx': 'first weights', 'b.onnx': 'second weights' };
  asked = [];
  online = true;
});

const fetcher = ((url: string) => {
  const name = url.split('/').at(-1)!;
  if (online === false) return Promise.reject(new TypeError('Failed to fetch'));
  if (online === 'refusing') return Promise.resolve(new Response('no', { status: 503 }));
  asked.push(name);
  const text = name === 'manifest.json' ? manifest() : files[name];
  return Promise.resolve(text === undefined ? new Response('no', { status: 404 }) : new Response(text));
}) as typeof fetch;

const manifest = () =>
  JSON.stringify({
    models: Object.fromEntries(
      ['a.onnx', 'b.onnx'].map((file) => [
        file[0],
        { file, bytes: files[file]!.length, sha256: hashOf(files[file]!) },
      ]),
    ),
  });

/** One visit: everything that is read, and the files that the server was asked for. */
async function visit() {
  asked = [];
  const weights = fetchWeights(FOLDER, fetcher, { store });
  await weights.readManifest();
  const progress: number[] = [];
  const [a, b] = [
    await weights.readFile('a.onnx', (loaded) => progress.push(loaded)),
    await weights.readFile('b.onnx'),
  ];
  return { a: new TextDecoder().decode(a), b: new TextDecoder().decode(b), asked, progress };
}

test('the first visit downloads, the second asks for the manifest only, with progress at once', async () => {
  expect((await visit()).asked).toEqual(['manifest.json', 'a.onnx', 'b.onnx']);
  const second = await visit();
  expect(second).toMatchObject({ a: 'first weights', b: 'second weights', asked: ['manifest.json'] });
  expect(second.progress).toEqual([13]);
});

test.each([false, 'refusing'] as const)(
  'a visit without the server (%s) has all of the last one',
  async (state) => {
    await visit();
    online = state;
    expect(await visit()).toMatchObject({ a: 'first weights', b: 'second weights', asked: [] });
  },
);

test('without the server nor an earlier visit it is said that the weights are missing', async () => {
  online = false;
  await expect(visit()).rejects.toMatchObject({ code: 'weights-missing' });
});

test('weights taken off the server are not brought back from the cache', async () => {
  await visit();
  const gone = (() => Promise.resolve(new Response('no', { status: 404 }))) as typeof fetch;
  const weights = fetchWeights(FOLDER, gone, { store });
  await expect(weights.readManifest()).rejects.toMatchObject({ code: 'weights-missing' });
});

test('other weights in the manifest are fetched anew, and the old ones removed', async () => {
  await visit();
  files['a.onnx'] = 'newer weights';
  expect(await visit()).toMatchObject({ a: 'newer weights', asked: ['manifest.json', 'a.onnx'] });
  const kept = [...store.entries.keys()].filter((url) => url.includes('a.onnx'));
  expect(kept).toEqual([`${FOLDER}a.onnx?sha256=${hashOf('newer weights')}`]);
});

test.each([
  ['altered', (bytes: Uint8Array) => bytes.map((byte, i) => (i === 4 ? byte ^ 1 : byte))],
  ['cut', (bytes: Uint8Array) => bytes.slice(1)],
  ['empty', () => new Uint8Array(0)],
])('an entry that was %s is dropped and fetched anew', async (_, damage) => {
  await visit();
  const key = `${FOLDER}a.onnx?sha256=${hashOf('first weights')}`;
  store.entries.set(key, damage(store.entries.get(key)!));
  expect(await visit()).toMatchObject({ a: 'first weights', asked: ['manifest.json', 'a.onnx'] });
  expect(store.entries.get(key)).toEqual(bytesOf('first weights'));
});

test('what the server gives wrongly is never stored', async () => {
  const right = manifest();
  const wrong = ((url: string) =>
    Promise.resolve(new Response(url.endsWith('.json') ? right : 'not the weights'))) as typeof fetch;
  const weights = fetchWeights(FOLDER, wrong, { store });
  await weights.readManifest();
  expect(new TextDecoder().decode(await weights.readFile('a.onnx'))).toBe('not the weights'); // refused by its reader
  expect([...store.entries.keys()].filter((url) => url.includes('onnx'))).toEqual([]);
});

test('a full disk, and a browser without a cache, only cost the download', async () => {
  store.full = true;
  expect((await visit()).a).toBe('first weights');
  const without = fetchWeights(FOLDER, fetcher, { store: undefined });
  await without.readManifest();
  expect((await without.readFile('a.onnx')).length).toBe(13);
});

test('the runtime: verified WebAssembly from the cache, the script by the name with its hash', async () => {
  const list = {
    'ort.mjs': { file: 'ort.0123456789abcdef.mjs', bytes: 2, sha256: hashOf('js') },
    'ort.wasm': { file: 'ort.wasm', bytes: 10, sha256: hashOf('wasm bytes') },
  };
  files = { 'files.json': JSON.stringify(list), 'ort.wasm': 'wasm bytes' };
  const loaded: number[] = [];
  const load = () =>
    runtimeFiles('https://host.example/ort', 'ort', {
      fetcher,
      store,
      onProgress: ({ loadedBytes, totalBytes }) => loaded.push(loadedBytes / totalBytes),
    });
  const first = await load();
  expect(first.mjs).toBe('https://host.example/ort/ort.0123456789abcdef.mjs');
  expect(new Uint8Array(first.wasmBinary!)).toEqual(bytesOf('wasm bytes'));
  expect(loaded.at(-1)).toBe(1);
  online = false;
  expect(new Uint8Array((await load()).wasmBinary!)).toEqual(bytesOf('wasm bytes'));
});

test('a server without a list of the runtime: onnxruntime loads its files by their plain names', async () => {
  expect(await runtimeFiles('https://host.example/ort/', 'ort', { fetcher, store })).toEqual({
    mjs: 'https://host.example/ort/ort.mjs',
    wasm: 'https://host.example/ort/ort.wasm',
  });
});
