/**
 * The timesteps at which the denoiser is asked, descending.
 *
 * `steps` of the L timesteps spread evenly, always with L-1 and, from two steps on, 0; one step is [L-1].
 * steps = L is the published chain.
 */
export function respacedTimesteps(noiseLevel: number, steps: number): number[] {
  if (steps === 1) return [noiseLevel - 1];
  const kept = new Set<number>();
  for (let i = 0; i < steps; i++) kept.add(Math.floor((i * (noiseLevel - 1)) / (steps - 1)));
  return [...kept].sort((a, b) => b - a);
}
