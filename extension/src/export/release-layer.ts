// waiting for src/dicom
import type { MethodId } from '../methods.ts';
import type { SeriesWorkspace } from '../review/workspace.ts';
import type { ReviewState } from '../state/review-state.ts';
import type { StoredObject } from './store-and-read-back.ts';
export type ReleasedLayer =
  | { kind: 'empty'; sentence: string }
  | { kind: 'released'; bytes: Uint8Array; fileName: string; frames: number; ids: StoredObject };
export async function releaseLayer(_w: SeriesWorkspace, _m: MethodId, _s: ReviewState): Promise<ReleasedLayer> {
  return { kind: 'empty', sentence: 'not yet' };
}
export function checkReturned(_r: Uint8Array, _x: ReleasedLayer): void {}
