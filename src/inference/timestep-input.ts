import { timestepEmbedding } from '../schedule.ts';
import { concatenate, repeated } from './batch.ts';

/**
 * What tells a network its timesteps, [count * timesteps.length, embeddingDim]: those of one sample, `count` times.
 * @param timesteps of the copies of one sample, in their order
 */
export function timestepInput(
  timesteps: readonly number[],
  { embeddingDim }: { embeddingDim: number },
  count: number,
): { data: Float32Array; dims: readonly number[] } {
  const one = concatenate(timesteps.map((t) => timestepEmbedding(t, embeddingDim)));
  return { data: repeated(one, count), dims: [count * timesteps.length, embeddingDim] };
}
