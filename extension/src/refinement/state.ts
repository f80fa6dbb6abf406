import { mostSteps } from '@lacuna/core/latent/chosen-steps.ts';
import type { WeightsManifest } from '@lacuna/core/inference/manifest-types.ts';
import type { MethodId } from '../methods.ts';

/** A slice whose map on the screen is not a result yet: what its chain of denoiser calls says so far. */
export interface CoarseStep {
  readonly method: MethodId;
  readonly displayIndex: number;
  /** Calls behind the map, from 1. */
  readonly step: number;
  /** Of the whole chain. */
  readonly steps: number;
}

export interface RefinementState {
  /** Denoiser calls a slice of the next run; null: as many as the weights use. */
  readonly steps: number | null;
  /** Of the results on the screen; null where they are of as many as the weights use. */
  readonly resultsSteps: number | null;
  readonly coarse: readonly CoarseStep[];
}

export interface RefinementAction {
  type: 'refinement';
  change: Partial<RefinementState>;
}

export const UNREFINED: RefinementState = { steps: null, resultsSteps: null, coarse: [] };

/** Numbers of steps worth choosing: those of the weights, some more, and those of the published schedule. */
export function runStepChoices(
  { methods }: Pick<WeightsManifest, 'methods'>,
  chosen: number | null,
): number[] {
  const { steps, noiseLevel } = methods['latent-bernoulli'];
  const most = mostSteps({ noiseLevel });
  const usual = [5, 20, 50, most].filter((count) => count > steps && count <= most);
  return [...new Set([steps, ...usual, ...(chosen === null ? [] : [chosen])])].sort((a, b) => a - b);
}
