import type { LayerId } from '../methods.ts';
import type { Candidate } from './candidate.ts';

export const ORDERS = ['volume', 'peak', 'slice'] as const;
export type CandidateOrder = (typeof ORDERS)[number];

export interface CandidatesState {
  /** Of all layers, the rejected ones too; within a layer the highest peak first. */
  readonly regions: readonly Candidate[];
  /** The list does not follow the layers yet: a threshold has moved or results have come in. */
  readonly busy: boolean;
  /** Components of each layer that are smaller than `minimumMl`. */
  readonly leftOut: Readonly<Partial<Record<LayerId, number>>>;
  /** Id of the region that is highlighted; null for none. */
  readonly selected: string | null;
  /** Id of the region whose name is being written; null for none. */
  readonly naming: string | null;
  /** Whose regions are listed; null leaves the choice to what has results. */
  readonly output: LayerId | 'all' | null;
  readonly order: CandidateOrder;
  /** Smaller regions leave list, layer and export, ml. */
  readonly minimumMl: number;
  readonly hideRejected: boolean;
}

export type CandidatesChange =
  | { type: 'listed'; output: LayerId; regions: readonly Candidate[]; leftOut: number }
  | { type: 'behind' }
  | { type: 'settled' }
  | { type: 'cleared' }
  | { type: 'selected'; id: string | null }
  | { type: 'naming'; id: string | null }
  | { type: 'output'; output: LayerId | 'all' }
  | { type: 'order'; order: CandidateOrder }
  | { type: 'minimum'; minimumMl: number }
  | { type: 'hide-rejected'; hide: boolean };

export const NO_CANDIDATES: CandidatesState = {
  regions: [],
  busy: false,
  leftOut: {},
  selected: null,
  naming: null,
  output: null,
  order: 'volume',
  minimumMl: 0,
  hideRejected: false,
};

export function reduceCandidates(state: CandidatesState, change: CandidatesChange): CandidatesState {
  switch (change.type) {
    case 'listed':
      return withList(state, change.output, change.regions, change.leftOut);
    case 'behind':
      return state.busy ? state : { ...state, busy: true };
    case 'settled':
      return state.busy ? { ...state, busy: false, selected: stillListed(state) } : state;
    case 'cleared':
      return { ...state, busy: false, regions: [], leftOut: {}, selected: null, naming: null };
    case 'selected':
      return { ...state, selected: change.id };
    case 'naming':
      return { ...state, naming: change.id };
    case 'output':
      return { ...state, output: change.output, selected: null };
    case 'order':
      return { ...state, order: change.order };
    case 'minimum':
      return { ...state, busy: true, minimumMl: change.minimumMl };
    case 'hide-rejected':
      return { ...state, hideRejected: change.hide };
  }
}

/** A region that was highlighted stays so under another id, when its peak now belongs to another region. */
function withList(
  state: CandidatesState,
  output: LayerId,
  regions: readonly Candidate[],
  leftOut: number,
): CandidatesState {
  const others = state.regions.filter((region) => region.output !== output);
  const before = state.regions.filter((region) => region.output === output);
  const same = before.length === regions.length && before.every((region, i) => region === regions[i]);
  if (same && state.leftOut[output] === leftOut) return state;
  const next = {
    ...state,
    regions: [...others, ...regions],
    leftOut: { ...state.leftOut, [output]: leftOut },
  };
  const old = state.regions.find(({ id }) => id === state.selected);
  if (old?.output !== output || regions.some(({ id }) => id === old.id)) return next;
  const heir = regions.find((region) => holdsPeakOf(region, old))?.id;
  // gone at a threshold that is passed on the way is not gone
  return { ...next, selected: heir ?? (state.busy ? state.selected : null) };
}

function stillListed({ regions, selected }: CandidatesState): string | null {
  return regions.some(({ id }) => id === selected) ? selected : null;
}

/** By the box, as the pixels are not in the state: the highest region around the old peak. */
function holdsPeakOf(region: Candidate, { peakAt }: Candidate): boolean {
  const [firstRow, lastRow, firstColumn, lastColumn] = region.box;
  return (
    region.firstSlice <= peakAt.slice &&
    region.lastSlice >= peakAt.slice &&
    firstRow <= peakAt.row &&
    lastRow >= peakAt.row &&
    firstColumn <= peakAt.column &&
    lastColumn >= peakAt.column
  );
}
