import type { AxisWeights } from './axis-weights.ts';

/** Two neighbours on an axis of the grid for each position along the source's, with their weights. */
interface Neighbours {
  low: Int32Array;
  high: Int32Array;
  lowWeight: Float64Array;
  highWeight: Float64Array;
}

function neighbours({ length, start, weights, taps }: AxisWeights, size: number): Neighbours {
  return {
    low: start,
    high: start.map((low) => Math.min(low + 1, size - 1)), // the last one's weight is 0
    lowWeight: Float64Array.from({ length }, (_, i) => weights[i * taps]!),
    highWeight: Float64Array.from({ length }, (_, i) => (taps > 1 ? weights[i * taps + 1]! : 0)),
  };
}

/**
 * From the model grid to the pixels of a slice, bilinear in float64: what `resample` with weights of `towardsSource` gives,
 * to the same bits, but only where it is asked for. Most of a slice lies outside the brain.
 */
export class Interpolation {
  private readonly x: Neighbours;
  private readonly y: Neighbours;

  /** @param index source pixel of each canonical pixel, rows of `y.length` times columns of `x.length` */
  constructor(
    x: AxisWeights,
    y: AxisWeights,
    private readonly size: number,
    private readonly index: Uint32Array,
  ) {
    this.x = neighbours(x, size);
    this.y = neighbours(y, size);
  }

  /** @param inside source pixels to compute; all others are 0 */
  values(map: Float32Array, inside: Uint8Array | undefined): Float32Array {
    const { size, index } = this;
    const { low, high, lowWeight, highWeight } = this.x;
    const { y } = this;
    const out = new Float32Array(index.length);
    const columns = low.length;
    for (let row = 0; row < y.low.length; row++) {
      const top = y.low[row]! * size;
      const bottom = y.high[row]! * size;
      const topWeight = y.lowWeight[row]!;
      const bottomWeight = y.highWeight[row]!;
      if (topWeight === 0 && bottomWeight === 0) continue;
      for (let column = 0, at = row * columns; column < columns; column++, at++) {
        const to = index[at]!;
        if (inside !== undefined && inside[to] === 0) continue;
        const l = low[column]!;
        const h = high[column]!;
        const above = lowWeight[column]! * map[top + l]! + highWeight[column]! * map[top + h]!;
        const below = lowWeight[column]! * map[bottom + l]! + highWeight[column]! * map[bottom + h]!;
        out[to] = topWeight * above + bottomWeight * below;
      }
    }
    return out;
  }

  /** 1 where the interpolated mask of 0 and 1, in float32, reaches one half. */
  mask(mask: Uint8Array): Uint8Array {
    const { size, index } = this;
    const { low, high, lowWeight, highWeight } = this.x;
    const { y } = this;
    const out = new Uint8Array(index.length);
    const columns = low.length;
    for (let row = 0; row < y.low.length; row++) {
      const top = y.low[row]! * size;
      const bottom = y.high[row]! * size;
      if (!mask.subarray(top, top + size).includes(1) && !mask.subarray(bottom, bottom + size).includes(1))
        continue;
      const topWeight = y.lowWeight[row]!;
      const bottomWeight = y.highWeight[row]!;
      for (let column = 0, at = row * columns; column < columns; column++, at++) {
        const l = low[column]!;
        const h = high[column]!;
        const above = lowWeight[column]! * mask[top + l]! + highWeight[column]! * mask[top + h]!;
        const below = lowWeight[column]! * mask[bottom + l]! + highWeight[column]! * mask[bottom + h]!;
        if (Math.fround(topWeight * above + bottomWeight * below) >= 0.5) out[index[at]!] = 1;
      }
    }
    return out;
  }
}
