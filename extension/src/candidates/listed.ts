import { LAYER_IDS, type LayerId } from '../methods.ts';
import type { ReviewState } from '../state/review-state.ts';
import { shownLayers } from '../state/selectors.ts';
import type { Candidate } from './candidate.ts';
import type { CandidateOrder } from './state.ts';

/** Rows that a list shows; what is beyond is said in words. */
export const MOST_ROWS = 300;

/** Whose regions the list shows: as chosen; else the consensus where there is one, else the first layer with results. */
export function listedOutput(state: ReviewState): LayerId | 'all' {
  const layers = shownLayers(state);
  const { output } = state.candidates;
  if (output === 'all' || (output && layers.includes(output))) return output;
  const hasOutcome = (layer: LayerId) => state.methods[layer].outcomes.some((outcome) => outcome !== null);
  const consensus = layers.find((layer) => layer === 'consensus' && hasOutcome(layer));
  const filled = consensus ?? layers.find(hasOutcome);
  return filled ?? layers[0] ?? LAYER_IDS[0];
}

/** The layers whose regions are in the list. */
export function followedOutputs(state: ReviewState): readonly LayerId[] {
  const output = listedOutput(state);
  return output === 'all' ? shownLayers(state) : [output];
}

/** How much of the series the list is of, where that is not all of it: on the others nothing was looked for. */
export function partlyRun(state: ReviewState): { count: number; total: number } | undefined {
  const lists = followedOutputs(state).map((layer) => state.methods[layer].outcomes);
  const known = lists.filter((outcomes) => outcomes.some((outcome) => outcome !== null));
  const total = known[0]?.length ?? 0;
  const count = known[0]?.filter((_, i) => known.every((outcomes) => outcomes[i] !== null)).length ?? 0;
  return count < total ? { count, total } : undefined;
}

/** The regions of the list in its order. */
export function inOrder(
  regions: readonly Candidate[],
  output: LayerId | 'all',
  order: CandidateOrder,
  hideRejected: boolean,
): Candidate[] {
  return regions
    .filter((region) => output === 'all' || region.output === output)
    .filter((region) => !hideRejected || region.status !== 'rejected')
    .sort(COMPARE[order]);
}

const COMPARE: Readonly<Record<CandidateOrder, (a: Candidate, b: Candidate) => number>> = {
  volume: (a, b) => b.volumeMl - a.volumeMl || b.peak - a.peak,
  // peaks of different layers have different units: layer by layer
  peak: (a, b) => LAYER_IDS.indexOf(a.output) - LAYER_IDS.indexOf(b.output) || a.number - b.number,
  slice: (a, b) => a.centreSlice - b.centreSlice || b.volumeMl - a.volumeMl,
};

/** The region after or before the selected one, round the end; undefined in an empty list. */
export function nextListed(state: ReviewState, direction: 1 | -1): Candidate | undefined {
  const { regions, order, hideRejected, selected } = state.candidates;
  const listed = inOrder(regions, listedOutput(state), order, hideRejected).slice(0, MOST_ROWS);
  const at = listed.findIndex(({ id }) => id === selected);
  if (at < 0) return listed[direction === 1 ? 0 : listed.length - 1];
  return listed[(at + direction + listed.length) % listed.length];
}
