import {
  addFloats,
  addInt,
  type Code,
  get,
  int,
  largerFloats,
  lessInt,
  load,
  loop,
  set,
  smallerFloats,
  store,
  zeros,
} from '../simd/instructions.ts';
import type { KernelFunction } from '../simd/module.ts';

/** Pairs of wires; the smaller value goes to the first, the larger to the second. */
type Network = readonly (readonly [number, number])[];

const network = (pairs: string): Network =>
  pairs.split(' ').map((pair) => {
    const [low, high] = pair.split('-').map(Number);
    return [low!, high!];
  });

/** Orders five. */
const ORDER = network('0-3 1-4 0-2 1-3 0-1 2-4 1-2 3-4 2-3');

/**
 * Brings the median of 25 to wire MEDIAN, where wire 5 k + c holds the k-th value of column c, the columns in order. First each
 * row is ordered, then the thirteen values that can still be the median, without the comparisons that no input needs: found by
 * leaving comparisons out at random and trying all 7776 inputs of zeros and ones.
 */
const MIDDLE = network(
  '0-1 3-4 2-3 0-3 1-4 1-3 5-6 8-9 5-8 6-9 6-8 6-7 10-11 13-14 12-14 12-13 10-12 11-14 11-13 11-12 15-16 18-19 ' +
    '17-18 15-18 15-17 16-19 16-18 16-17 20-21 20-23 20-22 21-24 21-23 21-22 4-8 9-12 17-7 3-21 4-9 3-15 21-13 ' +
    '8-9 16-17 21-15 4-11 8-16 9-17 12-7 9-11 12-16 15-20 12-11 16-17 21-15 13-20 9-15 12-13 11-3 16-21 17-15 ' +
    '12-16 17-3 16-17',
);
const MEDIAN = 17;

const SIDE = 5;
/** Floats of a line in the kernel's memory. */
export const LINE = 1024;
const LINE_BYTES = 4 * LINE;
const VECTOR_BYTES = 16;

/** Addresses in bytes: the five values of each column in order, a line each; then a line of medians; then the image. */
export const MEDIANS_AT = SIDE * LINE_BYTES;
export const IMAGE_AT = MEDIANS_AT + LINE_BYTES;

/** The code of a network on locals from `first`: what nobody asks for is left out, what is asked for loaded just before. */
function compared(pairs: Network, first: number, outputs: readonly number[], loaded: (wire: number) => Code) {
  const needed = new Set(outputs);
  const kept = [...pairs].reverse().map(([low, high]) => {
    const [smaller, larger] = [needed.has(low), needed.has(high)];
    if (smaller || larger) needed.add(low).add(high);
    return { low, high, smaller, larger };
  });
  const known = new Set<number>();
  const code: number[] = [];
  for (const { low, high, smaller, larger } of kept.reverse()) {
    if (!smaller && !larger) continue;
    for (const wire of [low, high]) if (!known.has(wire)) code.push(...loaded(wire), ...set(first + wire));
    known.add(low).add(high);
    const both = [...get(first + low), ...get(first + high)];
    if (smaller) code.push(...both, ...smallerFloats);
    if (larger) code.push(...both, ...largerFloats, ...set(first + high));
    if (smaller) code.push(...set(first + low));
  }
  return code;
}

/** Adds to `local` until it is no longer below `end`. */
const until = (local: number, end: number): Code => [
  ...get(local),
  ...int(VECTOR_BYTES),
  ...addInt,
  ...set(local),
  ...get(local),
  ...get(end),
  ...lessInt,
];

/** `order`(five addresses of rows, from, to): fills the ordered columns; from and to in bytes along a row. */
const FIRST = 7;
const order: KernelFunction = {
  name: 'order',
  parameters: FIRST,
  ints: 0,
  vectors: SIDE,
  code: loop([
    ...compared(ORDER, FIRST, [0, 1, 2, 3, 4], (row) => [...get(row), ...get(5), ...addInt, ...load(0)]),
    ...[0, 1, 2, 3, 4].flatMap((k) => [...get(5), ...get(FIRST + k), ...store(k * LINE_BYTES)]),
    ...until(5, 6),
  ]),
};

/** `middle`(from, to): the medians of the windows that begin there, of the ordered columns. */
const middle: KernelFunction = {
  name: 'middle',
  parameters: 2,
  ints: 0,
  vectors: SIDE * SIDE,
  code: loop([
    ...compared(MIDDLE, 2, [MEDIAN], (wire) => [
      ...get(0),
      ...load(Math.floor(wire / SIDE) * LINE_BYTES + 4 * (wire % SIDE)),
    ]),
    // of two zeros the positive one
    ...[...get(0), ...get(2 + MEDIAN), ...zeros, ...addFloats, ...store(MEDIANS_AT)],
    ...until(0, 1),
  ]),
};

export const MEDIAN_KERNEL: readonly KernelFunction[] = [order, middle];
