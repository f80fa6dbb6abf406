import type { LatentSettings } from './settings.ts';

/** L of the published schedule, of which every timestep is asked. */
export const PUBLISHED_STEPS = 200;
/** Calls in a row that changed nothing after which a chain that a person has chosen ends. */
const SETTLED_STEPS = 3;

/** Most denoiser calls that can be chosen with these weights. */
export function mostSteps({ noiseLevel }: Pick<LatentSettings, 'noiseLevel'>): number {
  return Math.max(noiseLevel, PUBLISHED_STEPS);
}

/**
 * What another number of denoiser calls changes in the settings of the weights; undefined where it is theirs.
 *
 * The calls are spread over the noise level of the weights; more than it has timesteps, over the published one. The chain
 * ends early once nothing changes any more.
 * @param wanted 1..mostSteps; null for as many as the weights use
 */
export function settingsForSteps(
  own: Pick<LatentSettings, 'noiseLevel' | 'steps'>,
  wanted: number | null | undefined,
): Pick<LatentSettings, 'noiseLevel' | 'steps' | 'settledSteps'> | undefined {
  if (wanted === null || wanted === undefined || wanted === own.steps) return undefined;
  const noiseLevel = wanted <= own.noiseLevel ? own.noiseLevel : mostSteps(own);
  return { noiseLevel, steps: wanted, settledSteps: SETTLED_STEPS };
}
