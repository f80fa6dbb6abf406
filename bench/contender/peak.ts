import type { ModelSpec } from '@lacuna/core/inference/manifest-types.ts';
import type { SessionFactory } from '@lacuna/core/inference/session.ts';
import { matMulModel } from '../graph/matmul-model.ts';
import type { PeakRequest, PeakTimed } from './messages.ts';
import type { RawClock } from './raw-clock.ts';

/** GFLOP/s of a product of large matrices on this back-end: the best of the repeats. */
export async function timePeak(
  sessions: SessionFactory,
  clock: RawClock,
  { side, repeats }: PeakRequest,
): Promise<PeakTimed> {
  const shape = [side, side] as const;
  const spec: ModelSpec = {
    key: 'denoiser', // any: the factory reads the file's name only
    file: 'peak.onnx',
    bytes: 0,
    sha256: '',
    opset: 17,
    dtype: 'float32',
    inputs: [
      { name: 'a', shape },
      { name: 'b', shape },
    ],
    outputs: [{ name: 'c', shape }],
  };
  const session = await sessions.create(matMulModel(side), spec);
  const data = Float32Array.from({ length: side * side }, (_, i) => (i % 7) / 7);
  let best = Infinity;
  for (let i = 0; i <= repeats; i++) {
    await session.run({ a: { data, dims: shape }, b: { data, dims: shape } });
    best = Math.min(best, clock.runs.at(-1)!.rawMs);
  }
  await session.dispose();
  return { gflops: (2 * side ** 3) / best / 1e6 };
}
