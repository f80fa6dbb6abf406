/** For each output position along one axis: weights of consecutive input positions starting at `start`. */
export interface AxisWeights {
  length: number;
  start: Int32Array;
  /** [length * taps], zero padded. */
  weights: Float64Array;
  taps: number;
}

function collect(positions: readonly { start: number; weights: readonly number[] }[]): AxisWeights {
  const taps = Math.max(1, ...positions.map((p) => p.weights.length));
  const weights = new Float64Array(positions.length * taps);
  positions.forEach((p, j) => weights.set(p.weights, j * taps));
  return { length: positions.length, start: Int32Array.from(positions, (p) => p.start), weights, taps };
}

/**
 * Source pixels to the model grid, centres aligned, with a tent filter as wide as the grid is coarse.
 *
 * The weights are divided by the sum of the whole tent at that phase, so what lies outside the image counts as 0
 * and the border fades rather than being repeated.
 */
export function towardsGrid(
  sourceSize: number,
  spacingMm: number,
  gridSize: number,
  gridSpacingMm: number,
): AxisWeights {
  const ratio = gridSpacingMm / spacingMm;
  const halfWidth = Math.max(1, ratio);
  return collect(
    Array.from({ length: gridSize }, (_, j) => {
      const x = (j - (gridSize - 1) / 2) * ratio + (sourceSize - 1) / 2;
      const first = Math.ceil(x - halfWidth);
      const last = Math.floor(x + halfWidth);
      let whole = 0;
      for (let i = first; i <= last; i++) whole += Math.max(0, 1 - Math.abs(i - x) / halfWidth);
      const start = Math.min(Math.max(first, 0), sourceSize);
      const weights: number[] = [];
      for (let i = start; i <= Math.min(last, sourceSize - 1); i++) {
        weights.push(Math.max(0, 1 - Math.abs(i - x) / halfWidth) / whole);
      }
      return { start: weights.length ? start : 0, weights };
    }),
  );
}

/** Model grid back to source pixels: linear between grid pixels, falling to 0 over one pixel beyond the grid. */
export function towardsSource(
  sourceSize: number,
  spacingMm: number,
  gridSize: number,
  gridSpacingMm: number,
): AxisWeights {
  return collect(
    Array.from({ length: sourceSize }, (_, i) => {
      const g = ((i - (sourceSize - 1) / 2) * spacingMm) / gridSpacingMm + (gridSize - 1) / 2;
      if (!(g > -1 && g < gridSize)) return { start: 0, weights: [] };
      const low = Math.floor(g);
      const fraction = g - low;
      if (low < 0) return { start: 0, weights: [fraction] };
      return { start: low, weights: low + 1 < gridSize ? [1 - fraction, fraction] : [1 - fraction] };
    }),
  );
}

/** Kept from slice to slice: a new one each time would be most of what a slice leaves to the garbage collector. */
let workspace = new Float64Array(0);

/**
 * Applies the two axes to a row-major image of `columns` columns, negative values of which count as 0; float64 inside.
 */
export function resample(image: Float32Array, columns: number, x: AxisWeights, y: AxisWeights): Float32Array {
  const rows = image.length / columns;
  if (workspace.length < rows * x.length) workspace = new Float64Array(rows * x.length);
  const across = workspace;
  const { start, weights, taps, length } = x;
  const used = Int32Array.from(start, (_, j) => {
    let count = taps;
    while (count > 0 && weights[j * taps + count - 1] === 0) count--; // padding, behind which the row may end
    return count;
  });
  for (let row = 0; row < rows; row++) {
    for (let j = 0; j < length; j++) {
      const from = row * columns + start[j]!;
      const at = j * taps;
      let sum = 0;
      for (let k = 0; k < used[j]!; k++) {
        const value = image[from + k]!;
        if (value > 0) sum += weights[at + k]! * value;
      }
      across[row * length + j] = sum;
    }
  }
  const out = new Float32Array(y.length * length);
  const line = new Float64Array(length);
  for (let j = 0; j < y.length; j++) {
    line.fill(0);
    for (let k = 0; k < y.taps; k++) {
      const weight = y.weights[j * y.taps + k]!;
      if (weight === 0) continue;
      const from = (y.start[j]! + k) * length;
      for (let i = 0; i < length; i++) line[i]! += weight * across[from + i]!;
    }
    out.set(line, j * length);
  }
  return out;
}
