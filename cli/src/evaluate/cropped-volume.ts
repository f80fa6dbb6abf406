import type { Shape3 } from '@lacuna/core/metrics/index.ts';

/** The smallest box that holds everything that counts; connected regions are looked for in it and not in the air around the head. */
export interface Box {
  first: Shape3;
  shape: Shape3;
}

/** @param positions in the volume, ascending; at least one, else the box is a single voxel */
export function boxOf(positions: Uint32Array, [, rows, columns]: Shape3): Box {
  const low = [Infinity, Infinity, Infinity];
  const high = [0, 0, 0];
  for (let k = 0; k < positions.length; k++) {
    const at = positions[k]!;
    const line = Math.floor(at / columns);
    const place = [Math.floor(line / rows), line % rows, at % columns];
    for (let axis = 0; axis < 3; axis++) {
      if (place[axis]! < low[axis]!) low[axis] = place[axis]!;
      if (place[axis]! > high[axis]!) high[axis] = place[axis]!;
    }
  }
  if (positions.length === 0) return { first: [0, 0, 0], shape: [1, 1, 1] };
  const size = (axis: 0 | 1 | 2) => high[axis]! - low[axis]! + 1;
  return { first: [low[0]!, low[1]!, low[2]!], shape: [size(0), size(1), size(2)] };
}

/** A volume within the box. */
export function cropped(volume: Uint8Array, [, rows, columns]: Shape3, { first, shape }: Box): Uint8Array {
  const out = new Uint8Array(shape[0] * shape[1] * shape[2]);
  for (let slice = 0; slice < shape[0]; slice++) {
    for (let row = 0; row < shape[1]; row++) {
      const from = ((first[0] + slice) * rows + first[1] + row) * columns + first[2];
      out.set(volume.subarray(from, from + shape[2]), (slice * shape[1] + row) * shape[2]);
    }
  }
  return out;
}

/** Positions in the volume as positions in the box. */
export function positionsInBox(
  positions: Uint32Array,
  [, rows, columns]: Shape3,
  { first, shape }: Box,
): Uint32Array {
  const out = new Uint32Array(positions.length);
  for (let k = 0; k < positions.length; k++) {
    const at = positions[k]!;
    const line = Math.floor(at / columns);
    const slice = Math.floor(line / rows) - first[0];
    const row = (line % rows) - first[1];
    out[k] = (slice * shape[1] + row) * shape[2] + (at % columns) - first[2];
  }
  return out;
}
