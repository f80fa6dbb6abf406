import { LacunaError } from '../errors.ts';
import type { GridResult } from './grid-result.ts';

/**
 * A result on the model grid without what follows from the rest: of the map, which is 0 outside the mask, the values
 * inside; of the reconstruction the values that the source grid can see. Nothing is rounded.
 */
export interface CompactResult {
  status: GridResult['status'];
  score: number;
  /** Side of the model grid. */
  size: number;
  /** The mask, eight pixels a byte, the first in the lowest bit, [ceil(size*size/8)]. */
  maskBits: Uint8Array;
  /** The map inside the mask, row by row. */
  map: Float32Array;
  /** The reconstruction inside the mask widened by REACH pixels, row by row; absent where it was not kept. */
  reconstruction?: Float32Array;
  /** As GridOutput's. */
  stepsMade?: number;
}

/** Interpolation at a source pixel inside the brain reads grid pixels of the mask and their neighbours. */
const REACH = 2;

/** Same bits back by `unpackMap`, `unpackMask` and, near the mask, `unpackReconstruction`. */
export function packResult(
  { status, score, mask, anomalyMap, reconstruction, stepsMade }: GridResult,
  size: number,
): CompactResult & { reconstruction: Float32Array } {
  const map = insideOf(anomalyMap, mask);
  const seen = insideOf(reconstruction, widened(mask, size));
  const steps = stepsMade === undefined ? {} : { stepsMade };
  return { status, score, size, maskBits: bitsOf(mask), map, reconstruction: seen, ...steps };
}

export function withoutReconstruction({ reconstruction: _, ...rest }: CompactResult): CompactResult {
  return rest;
}

export function unpackMask({ maskBits, size }: CompactResult): Uint8Array {
  return fromBits(maskBits, size * size);
}

export function unpackMap(packed: CompactResult): Float32Array {
  return outOf(packed.map, unpackMask(packed));
}

/** 0 far from the mask, where no source pixel reads it. @throws LacunaError `invalid-argument` when it was not kept */
export function unpackReconstruction(packed: CompactResult): Float32Array {
  if (!packed.reconstruction) {
    throw new LacunaError(
      'invalid-argument',
      'The reconstruction of this result was not kept; run it again.',
    );
  }
  return outOf(packed.reconstruction, widened(unpackMask(packed), packed.size));
}

/** Memory that a result holds on to. */
export function bytesOf({ maskBits, map, reconstruction }: CompactResult): number {
  return maskBits.byteLength + map.byteLength + (reconstruction?.byteLength ?? 0);
}

/** Whether lengths and values are those of a packed result: what comes from a disk may have been cut or altered. */
export function isSound(packed: CompactResult): boolean {
  const { size, maskBits, map, reconstruction, stepsMade = 1 } = packed;
  if (!Number.isInteger(size) || maskBits.length !== Math.ceil((size * size) / 8)) return false;
  if (!Number.isInteger(stepsMade)) return false;
  const mask = unpackMask(packed);
  const finite = (values: Float32Array) => values.every(Number.isFinite);
  if (map.length !== count(mask) || !finite(map) || !Number.isFinite(packed.score)) return false;
  return !reconstruction || (reconstruction.length === count(widened(mask, size)) && finite(reconstruction));
}

export function fromBits(bits: Uint8Array, length: number): Uint8Array {
  const mask = new Uint8Array(length);
  for (let i = 0; i < length; i++) mask[i] = (bits[i >> 3]! >> (i & 7)) & 1;
  return mask;
}

/** A mask of 0 and 1, eight pixels a byte, the first in the lowest bit. */
export function bitsOf(mask: Uint8Array): Uint8Array {
  const bits = new Uint8Array(Math.ceil(mask.length / 8));
  for (let i = 0; i < mask.length; i++) if (mask[i] !== 0) bits[i >> 3]! |= 1 << (i & 7);
  return bits;
}

function count(mask: Uint8Array): number {
  let inside = 0;
  for (const value of mask) inside += value;
  return inside;
}

/** The values where the mask is not 0, in order. */
export function insideOf(values: Float32Array, mask: Uint8Array): Float32Array {
  const inside = new Float32Array(count(mask));
  let at = 0;
  for (let i = 0; i < mask.length; i++) if (mask[i] !== 0) inside[at++] = values[i]!;
  return inside;
}

/** Back from `insideOf`, 0 outside. */
export function outOf(inside: Float32Array, mask: Uint8Array): Float32Array {
  const values = new Float32Array(mask.length);
  let at = 0;
  for (let i = 0; i < mask.length; i++) if (mask[i] !== 0) values[i] = inside[at++]!;
  return values;
}

/** The mask and every pixel within REACH rows and columns of it. */
function widened(mask: Uint8Array, size: number): Uint8Array {
  const rows = new Uint8Array(mask.length);
  const both = new Uint8Array(mask.length);
  for (let i = 0; i < mask.length; i++) {
    if (mask[i] === 0) continue;
    const x = i % size;
    rows.fill(1, i - Math.min(REACH, x), i + Math.min(REACH, size - 1 - x) + 1);
  }
  for (let i = 0; i < mask.length; i++) {
    if (rows[i] === 0) continue;
    for (let dy = -REACH; dy <= REACH; dy++) {
      const at = i + dy * size;
      if (at >= 0 && at < both.length) both[at] = 1;
    }
  }
  return both;
}
