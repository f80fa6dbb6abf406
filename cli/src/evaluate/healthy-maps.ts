import { METHOD_IDS, type MethodId } from '@lacuna/core/inference/detector.ts';
import { LacunaError } from '@lacuna/core/errors.ts';
import { BASELINE_IDS, type BaselineId } from './case-types.ts';
import type { SliceOutputs } from './scored-outputs.ts';

/** Outputs that are calibrated from their own values; the consensus is made from those of the methods. */
export const CALIBRATED_IDS = [...METHOD_IDS, ...BASELINE_IDS] as const;
export type CalibratedId = MethodId | BaselineId;

/** The maps of one case at its healthy brain pixels, pixel by pixel side by side, as float32 little-endian. */
export class HealthyMaps {
  private readonly chunks: Float32Array[] = [];
  private slices = 0;

  /** Adds a slice without truth. */
  add({ brainMask, maps }: Pick<SliceOutputs, 'brainMask' | 'maps'>): void {
    const inside: number[] = [];
    brainMask.forEach((value, i) => value !== 0 && inside.push(i));
    if (inside.length === 0) return;
    this.slices++;
    const chunk = new Float32Array(inside.length * CALIBRATED_IDS.length);
    CALIBRATED_IDS.forEach((id, k) =>
      inside.forEach((i, n) => (chunk[n * CALIBRATED_IDS.length + k] = maps[id]![i]!)),
    );
    this.chunks.push(chunk);
  }

  /** Number of slices as uint32, then the rows. */
  bytes(): Uint8Array {
    const size = this.chunks.reduce((sum, { byteLength }) => sum + byteLength, 0);
    const out = new Uint8Array(4 + size);
    new DataView(out.buffer).setUint32(0, this.slices, true);
    let at = 4;
    for (const chunk of this.chunks) {
      out.set(new Uint8Array(chunk.buffer), at);
      at += chunk.byteLength;
    }
    return out;
  }
}

/** @returns rows of `CALIBRATED_IDS.length` values. @throws LacunaError `corrupt-file` */
export function readHealthyMaps(bytes: Uint8Array): { slices: number; rows: Float32Array } {
  const stride = 4 * CALIBRATED_IDS.length;
  if (bytes.length < 4 || (bytes.length - 4) % stride !== 0)
    throw new LacunaError(
      'corrupt-file',
      'The maps of a healthy case are damaged. Delete them and start again.',
    );
  // a copy of its own: slicing a Buffer would share the memory of others
  const rows = new Float32Array(Uint8Array.from(bytes.subarray(4)).buffer);
  return { slices: new DataView(bytes.buffer, bytes.byteOffset).getUint32(0, true), rows };
}
