import { type Kernel, openKernel } from '../simd/module.ts';
import { IMAGE_AT, LINE, MEDIAN_KERNEL, MEDIANS_AT } from './median-kernel.ts';

const REACH = 2;
/** Vectors of four may reach beyond the last pixel. */
const SLACK = 8;
const MOST_COLUMNS = LINE - 2 * REACH - SLACK;
const MOST_PIXELS = 1 << 20;

const BYTES = IMAGE_AT + 4 * (MOST_PIXELS + SLACK);
/** Undefined before its first use. */
let opened: { kernel: Kernel | undefined } | undefined;

/**
 * As `medianInside` with a window of 5, four medians at a time; null for a larger image, or where vectors are not to be had.
 * @param out 0 outside the mask
 */
export function medianOf25(
  image: Float32Array,
  mask: Uint8Array,
  { rows, columns }: { rows: number; columns: number },
  out: Float32Array,
): Float32Array | null {
  const width = columns + 2 * REACH;
  if (columns > MOST_COLUMNS || rows * width > MOST_PIXELS) return null;
  const { kernel } = (opened ??= { kernel: openKernel(MEDIAN_KERNEL, BYTES) });
  if (!kernel) return null;
  const { memory, call } = kernel;
  const wide = new Float32Array(memory, IMAGE_AT, rows * width);
  for (let row = 0; row < rows; row++) {
    const start = row * width;
    wide.set(image.subarray(row * columns, (row + 1) * columns), start + REACH);
    wide.fill(image[row * columns]!, start, start + REACH);
    wide.fill(image[(row + 1) * columns - 1]!, start + REACH + columns, start + width);
  }
  const medians = new Float32Array(memory, MEDIANS_AT, columns);
  const address = (row: number) => IMAGE_AT + 4 * width * Math.min(Math.max(row, 0), rows - 1);
  for (let row = 0; row < rows; row++) {
    const start = row * columns;
    const line = mask.subarray(start, start + columns);
    const first = line.indexOf(1);
    if (first < 0) continue;
    const end = line.lastIndexOf(1) + 1;
    const around = [-2, -1, 0, 1, 2].map((offset) => address(row + offset));
    call['order']!(...around, 4 * first, 4 * (end + 2 * REACH));
    call['middle']!(4 * first, 4 * end);
    for (let at = first; at < end; at++) if (line[at] !== 0) out[start + at] = medians[at]!;
  }
  return out;
}
