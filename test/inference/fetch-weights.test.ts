import { describe, expect, test } from '@jest/globals';
import { fetchWeights } from '@lacuna/core/inference/worker/fetch-weights.ts';

type Answer = (url: string, init: RequestInit) => Response | Promise<Response>;
const source = (answer: Answer, url = 'https://host.example/weights/flair/manifest.json', stallMs = 1000) =>
  fetchWeights(
    url,
    ((address: string, init: RequestInit) => Promise.resolve(answer(address, init))) as typeof fetch,
    { stallMs },
  );
const html = () =>
  new Response('<!doctype html>', { headers: { 'content-type': 'text/html; charset=utf-8' } });

/** A body that sends the parts and then never ends, unless aborted. */
function hanging(parts: readonly string[], signal: AbortSignal): Response {
  const stream = new ReadableStream<Uint8Array>({
    start(controller) {
      for (const part of parts) controller.enqueue(new TextEncoder().encode(part));
      signal.addEventListener('abort', () => controller.error(new Error('aborted')));
    },
  });
  return new Response(stream);
}

test.each([
  ['https://host.example/weights/flair/manifest.json'],
  ['https://host.example/weights/flair/'],
  ['https://host.example/weights/flair'],
])('%s names the same bundle', async (url) => {
  const asked: string[] = [];
  const weights = source((address) => {
    asked.push(address);
    return new Response(address.endsWith('.json') ? '{"a": 1}' : 'bytes');
  }, url);
  expect(await weights.readManifest()).toEqual({ a: 1 });
  const progress: number[] = [];
  const bytes = await weights.readFile('x.onnx', (loaded) => progress.push(loaded));
  expect(new TextDecoder().decode(bytes)).toBe('bytes');
  expect(progress.at(-1)).toBe(5);
  expect(asked).toEqual(
    ['manifest.json', 'x.onnx'].map((name) => `https://host.example/weights/flair/${name}`),
  );
});

test('the cache is revalidated, so that an update is not half seen', async () => {
  let cache: string | undefined;
  await source((_, init) => {
    cache = init.cache;
    return new Response('{}');
  }).readManifest();
  expect(cache).toBe('no-cache');
});

describe('what is not there is weights-missing', () => {
  test.each<[string, Answer]>([
    ['404', () => new Response('no', { status: 404 })],
    ['500', () => new Response('no', { status: 500 })],
    ['a page in place of the file', html],
    ['no connection', () => Promise.reject(new TypeError('fetch failed'))],
  ])('%s', async (_, answer) => {
    await expect(source(answer).readManifest()).rejects.toMatchObject({ code: 'weights-missing' });
    await expect(source(answer).readFile('x.onnx')).rejects.toMatchObject({ code: 'weights-missing' });
  });

  test('a manifest that is no JSON', async () => {
    await expect(source(() => new Response('{')).readManifest()).rejects.toMatchObject({
      code: 'weights-missing',
    });
  });

  test('a download that stalls, at the start or in the middle', async () => {
    const middle = source((_, init) => hanging(['abc', 'def'], init.signal!), undefined, 50);
    await expect(middle.readFile('x.onnx')).rejects.toMatchObject({
      message: expect.stringContaining('stalled'),
    });
    const never: Answer = (_, init) =>
      new Promise((__, reject) => init.signal!.addEventListener('abort', () => reject(new Error('aborted'))));
    await expect(source(never, undefined, 50).readManifest()).rejects.toMatchObject({
      code: 'weights-missing',
    });
  });
});

test('cancelling ends a download at once', async () => {
  const controller = new AbortController();
  const reading = source((_, init) => hanging(['abc'], init.signal!)).readFile(
    'x.onnx',
    undefined,
    controller.signal,
  );
  setTimeout(() => controller.abort(), 20);
  await expect(reading).rejects.toMatchObject({ code: 'cancelled' });
  await expect(
    source(() => new Response('x')).readFile('x.onnx', undefined, AbortSignal.abort()),
  ).rejects.toMatchObject({
    code: 'cancelled',
  });
});
