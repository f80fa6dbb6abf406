import type { Shape3 } from '@lacuna/core/metrics/index.ts';
import { type BerdiffSlice, berdiffSlices } from '@lacuna/core/metrics/protocols/berdiff.ts';
import { medianomalySlices } from '@lacuna/core/metrics/protocols/medianomaly.ts';
import { type PddpmVolume, pddpmMap, pddpmVolume } from '@lacuna/core/metrics/protocols/pddpm.ts';
import type { ProtocolId } from './protocol-id.ts';

/** What one case adds to the figures of another project's protocol (docs/protocols.md). */
export type ProtocolCaseFigures =
  | { kind: 'berdiff'; slices: readonly BerdiffSlice[] }
  | { kind: 'pddpm'; volume: PddpmVolume }
  | { kind: 'medianomaly'; sliceScores: readonly number[]; sliceTruth: readonly number[] };

export interface WholeVolume {
  /** Scores at the scored pixels; everything else is 0. */
  scores: Float32Array;
  positions: Uint32Array;
  truth: Uint8Array;
  brain: Uint8Array;
  shape: Shape3;
  /** Of the run: healthy images, never this set. */
  threshold: number;
}

/** One output on one case by the rules of another project; undefined for our own. */
export function protocolCase(
  protocol: ProtocolId,
  { scores, positions, truth, brain, shape, threshold }: WholeVolume,
): ProtocolCaseFigures | undefined {
  if (protocol === 'native') return undefined;
  const map = new Float32Array(truth.length);
  positions.forEach((at, k) => (map[at] = scores[k]!));
  if (protocol === 'berdiff') return { kind: 'berdiff', slices: berdiffSlices({ map, truth, shape }) };
  if (protocol === 'pddpm')
    return {
      kind: 'pddpm',
      volume: pddpmVolume(pddpmMap({ map, brain, shape }), { truth, shape }, threshold),
    };
  const slices = medianomalySlices({ map, truth, shape });
  return { kind: 'medianomaly', sliceScores: [...slices.scores], sliceTruth: [...slices.truth] };
}
