/** What is known of the flips of the shown slice. */
export type FlipsStatus =
  | { kind: 'none' }
  | { kind: 'busy' }
  | { kind: 'ready'; sliceIndex: number; stepCount: number }
  | { kind: 'failed'; sentence: string };

export interface FlipsState {
  /** Denoising steps of the trace; null: as many as the weights use. */
  readonly steps: number | null;
  /** Step on screen, from 0, in the order in which they are made. */
  readonly step: number;
  readonly status: FlipsStatus;
}
export type FlipsAction = { type: 'flips'; change: Partial<FlipsState> };

export const initialFlips: FlipsState = { steps: null, step: 0, status: { kind: 'none' } };

export function reduceFlips(state: FlipsState, { change }: FlipsAction): FlipsState {
  const next = { ...state, ...change };
  const last = next.status.kind === 'ready' ? next.status.stepCount - 1 : Infinity;
  return { ...next, step: Math.max(0, Math.min(next.step, last)) };
}

/** Numbers of steps worth choosing: those of the weights, and others up to one for each noise level. */
export function stepChoices({ steps, noiseLevel }: { steps: number; noiseLevel: number }): number[] {
  const usual = [1, 2, 5, 10, 20, 50, noiseLevel].filter((count) => count <= Math.min(noiseLevel, 50));
  return [...new Set([...usual, steps])].sort((a, b) => a - b);
}
