import { expect, test } from '@jest/globals';
import type { ModelSpec } from '@lacuna/core/inference/manifest-types.ts';
import { compareOnNoise } from '@lacuna/core/inference/self-test.ts';
import type { ModelSession, Tensors } from '@lacuna/core/inference/session.ts';

const spec: ModelSpec = {
  key: 'denoiser',
  file: 'd.onnx',
  bytes: 1,
  sha256: '0'.repeat(64),
  opset: 17,
  dtype: 'float32',
  inputs: [
    { name: 'code', shape: ['batch', 2, 3, 3] },
    { name: 'timestepEmbedding', shape: ['batch', 4] },
  ],
  outputs: [{ name: 'flipProbability', shape: ['batch', 2, 3, 3] }],
};
/** Answers with five times the code, changed. */
const session = (change: (value: number, i: number) => number = (v) => v): ModelSession => ({
  run: (inputs: Tensors) => {
    const { data, dims } = inputs.code!;
    return Promise.resolve({ flipProbability: { data: data.map((v, i) => change(5 * v, i)), dims } });
  },
  dispose: () => Promise.resolve(),
});

test('rounding passes', async () => {
  await compareOnNoise(
    session((v) => v * (1 + 1e-5)),
    session(),
    spec,
  );
});

test.each<[string, (value: number, i: number) => number]>([
  ['one wrong element', (v, i) => (i === 17 ? v + 0.1 : v)],
  ['NaN', (v, i) => (i === 0 ? NaN : v)],
  ['zeros', () => 0],
])('%s does not', async (_, change) => {
  await expect(compareOnNoise(session(change), session(), spec)).rejects.toMatchObject({
    code: 'bad-output',
    evidence: { model: 'denoiser' },
  });
});

test('a missing output does not', async () => {
  const silent: ModelSession = { run: () => Promise.resolve({}), dispose: () => Promise.resolve() };
  await expect(compareOnNoise(silent, session(), spec)).rejects.toMatchObject({ code: 'bad-output' });
});
