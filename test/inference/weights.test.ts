import { describe, expect, test } from '@jest/globals';
import { bundleSha256, loadVerified, type LoadProgress } from '@lacuna/core/inference/weights.ts';
import { MODEL_KEYS } from '@lacuna/core/inference/manifest-types.ts';
import { folderSource } from './support/bundles.ts';

const ENCODER = 'latent-bernoulli-encoder.onnx';

/** The keys of the models handed on before loading ended, and the error it ended with. */
async function loadAll(source = folderSource(), signal?: AbortSignal) {
  const used: string[] = [];
  const use = (key: string) => Promise.resolve(void used.push(key));
  const outcome = await loadVerified(source, use, { signal }).catch((thrown: unknown) => thrown);
  return { used, outcome };
}

test('every model is handed on once, and progress ends at the total', async () => {
  const progress: LoadProgress[] = [];
  const used: string[] = [];
  const manifest = await loadVerified(folderSource(), (key) => Promise.resolve(void used.push(key)), {
    onProgress: (p) => progress.push(p),
  });
  expect(used).toEqual([...MODEL_KEYS]);
  expect(progress.at(-1)!.loadedBytes).toBe(progress.at(-1)!.totalBytes);
  progress.slice(1).forEach((p, i) => expect(p.loadedBytes).toBeGreaterThanOrEqual(progress[i]!.loadedBytes));
  expect(await bundleSha256(manifest)).toMatch(/^[0-9a-f]{64}$/);
});

describe('unverified weights are never handed on (I8)', () => {
  const html = new TextEncoder().encode('<!doctype html><title>404</title>');
  const faults: [string, (bytes: Uint8Array) => Uint8Array][] = [
    ['a 404 page', () => html],
    ['a truncated file', (bytes) => bytes.slice(0, -1)],
    ['a longer file', (bytes) => Uint8Array.from([...bytes, 0])],
    ['an empty file', () => new Uint8Array()],
    ['one flipped bit in the middle', (bytes) => bytes.map((b, i) => (i === bytes.length >> 1 ? b ^ 1 : b))],
    ['one flipped bit at the end', (bytes) => bytes.map((b, i) => (i === bytes.length - 1 ? b ^ 0x80 : b))],
  ];
  test.each(faults)('%s', async (_, damage) => {
    const source = folderSource(undefined, {
      file: (name, bytes) => (name === ENCODER ? damage(bytes) : bytes),
    });
    const { used, outcome } = await loadAll(source);
    expect(outcome).toMatchObject({ code: 'weights-altered', evidence: { file: ENCODER } });
    expect(used).toEqual(['brainMask']);
  });

  test('a manifest whose hash was replaced', async () => {
    const manifest = (json: Record<string, unknown>) => {
      (json.models as Record<string, { sha256: string }>).brainMask!.sha256 = '0'.repeat(64);
      return json;
    };
    const { used, outcome } = await loadAll(folderSource(undefined, { manifest }));
    expect(outcome).toMatchObject({ code: 'weights-altered' });
    expect(used).toEqual([]);
  });

  test('a missing file', async () => {
    const manifest = (json: Record<string, unknown>) => {
      (json.models as Record<string, { file: string }>).brainMask!.file = 'absent.onnx';
      return json;
    };
    expect((await loadAll(folderSource(undefined, { manifest }))).outcome).toMatchObject({
      code: 'weights-missing',
    });
  });
});

test('a cancelled load hands nothing on', async () => {
  const { used, outcome } = await loadAll(folderSource(), AbortSignal.abort());
  expect(outcome).toMatchObject({ code: 'cancelled' });
  expect(used).toEqual([]);
});
