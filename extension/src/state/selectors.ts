import { availableOutputs } from '@lacuna/core/inference/map-calibration.ts';
import { objections } from '../guard/state.ts';
import { t } from '../text/t.ts';
import { METHOD_IDS, type LayerId, type MethodId } from '../methods.ts';
import type { ReviewState } from './review-state.ts';

export function selectedMethods(state: ReviewState): MethodId[] {
  return METHOD_IDS.filter((method) => state.methods[method].selected);
}

/** The layers that the weights give: the consensus only where they are calibrated for it. */
export function shownLayers({ weights }: ReviewState): LayerId[] {
  return weights.kind === 'ready' ? availableOutputs(weights.info.manifest) : [...METHOD_IDS];
}

export function hasConsensus(state: ReviewState): boolean {
  return shownLayers(state).includes('consensus');
}

export function hasResults(state: ReviewState): boolean {
  return METHOD_IDS.some((method) => state.methods[method].outcomes.some((outcome) => outcome !== null));
}

/** Why a run cannot start now, in words for the button's title; undefined when it can. */
export function runBlockedBy(state: ReviewState): string | undefined {
  if (state.run.kind === 'running') return t('status.underWay');
  if (state.series.kind === 'none') return t('status.open');
  if (state.series.kind === 'refused') return state.series.sentence;
  if (state.weights.kind === 'failed') return state.weights.sentence;
  if (objections(state.guard).length > 0 && !state.guard.overridden) return t('guard.blocked');
  if (selectedMethods(state).length === 0) return t('status.choose');
  return undefined;
}

/** The same of a run of one slice. */
export function sliceRunBlockedBy(state: ReviewState): string | undefined {
  const { series } = state;
  const wholeOnly = series.kind === 'admitted' && series.reformatted === true;
  return runBlockedBy(state) ?? (wholeOnly ? t('run.wholeOnly') : undefined);
}
