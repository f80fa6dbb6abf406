import {
  addDoubles,
  addInt,
  and,
  bitsOfDoubles,
  type Code,
  divideDoubles,
  doubles,
  doublesOfLowInts,
  floatsOfDoubles,
  get,
  horner,
  int,
  lessDoubles,
  lessInt,
  load,
  loop,
  multiplyDoubles,
  negateDoubles,
  or,
  rootOfDoubles,
  set,
  shiftDoublesRight,
  shuffle,
  smallerDoubles,
  storeLow,
  subtractDoubles,
  xor,
} from './simd/instructions.ts';
import { type Kernel, type KernelFunction, openKernel } from './simd/module.ts';

/** The tails of the inverse normal, two at a time; what random-normal.ts says in TypeScript, to the same bits. */

/** AS241 for r = sqrt(-log p) - 1.6 up to r = 3.4, the highest power first. */
export const TAIL_TOP = [
  7.7454501427834140764e-4, 2.27238449892691845833e-2, 2.4178072517745061177e-1, 1.27045825245236838258,
  3.64784832476320460504, 5.7694972214606914055, 4.6303378461565452959, 1.42343711074968357734,
] as const;
export const TAIL_BOTTOM = [
  1.05075007164441684324e-9, 5.475938084995344946e-4, 1.51986665636164571966e-2, 1.4810397642748007459e-1,
  6.8976733498510000455e-1, 1.6763848301838038494, 2.05319162663775882187, 1,
] as const;
export const LN2 = 0.6931471805599453;
export const SQRT_HALF = 0.7071067811865476;
/** Of artanh(s) / s in s^2. */
const SERIES = [27, 25, 23, 21, 19, 17, 15, 13, 11, 9, 7, 5, 3, 1].map((n) => 1 / n);

/** Addresses in bytes: the uniforms, and the normals in float32. */
const UNIFORMS_AT = 0;
const normalsAt = (most: number) => 8 * (most + 2);

const [AT, END, OUT_AT] = [0, 1, 2];
const [P, SMALL, EXPONENT, M, BELOW, S, R] = [3, 4, 5, 6, 7, 8, 9];
const LOW_INTS = [0, 1, 2, 3, 8, 9, 10, 11, 0, 1, 2, 3, 8, 9, 10, 11];

/** The natural logarithm of SMALL: an exact split by powers of two, then 2 artanh((m-1)/(m+1)). */
const logarithm: Code = [
  ...[
    ...get(SMALL),
    ...bitsOfDoubles(0x000fffff, -1),
    ...and,
    ...bitsOfDoubles(1022 << 20, 0),
    ...or,
    ...set(M),
  ],
  ...[...get(M), ...doubles(SQRT_HALF), ...lessDoubles, ...set(BELOW)],
  ...[...get(SMALL), ...int(52), ...shiftDoublesRight, ...set(EXPONENT)],
  ...[...get(EXPONENT), ...get(EXPONENT), ...shuffle(LOW_INTS), ...doublesOfLowInts],
  ...[...doubles(1022), ...subtractDoubles, ...get(BELOW), ...doubles(1), ...and, ...subtractDoubles],
  ...[...set(EXPONENT), ...get(M), ...get(M), ...get(BELOW), ...and, ...addDoubles, ...set(M)],
  ...[
    ...get(M),
    ...doubles(1),
    ...subtractDoubles,
    ...get(M),
    ...doubles(1),
    ...addDoubles,
    ...divideDoubles,
  ],
  ...[...set(S), ...get(S), ...get(S), ...multiplyDoubles, ...set(R)],
  ...[...get(EXPONENT), ...doubles(LN2), ...multiplyDoubles, ...doubles(2), ...get(S), ...multiplyDoubles],
  ...[...horner(R, SERIES), ...multiplyDoubles, ...addDoubles],
];

const tails = (most: number): KernelFunction => ({
  name: 'tails',
  parameters: 3,
  ints: 0,
  vectors: 7,
  code: loop([
    ...[...get(AT), ...load(UNIFORMS_AT), ...set(P)],
    ...[...get(P), ...doubles(1), ...get(P), ...subtractDoubles, ...smallerDoubles, ...set(SMALL)],
    ...[...logarithm, ...negateDoubles, ...rootOfDoubles, ...doubles(1.6), ...subtractDoubles, ...set(R)],
    ...[...get(OUT_AT), ...horner(R, TAIL_TOP), ...horner(R, TAIL_BOTTOM), ...divideDoubles],
    // the sign of p - 0.5
    ...[...get(P), ...doubles(0.5), ...subtractDoubles, ...bitsOfDoubles(1 << 31, 0), ...and, ...xor],
    ...[...floatsOfDoubles, ...storeLow(normalsAt(most))],
    ...[...get(OUT_AT), ...int(8), ...addInt, ...set(OUT_AT)],
    ...[...get(AT), ...int(16), ...addInt, ...set(AT)],
    ...[...get(AT), ...get(END), ...lessInt],
  ]),
});

export interface Tails {
  /** To be filled with uniforms from 2e-11 to 0.075 or from 0.925 to 1 - 2e-11: those of 32 bits all are. */
  readonly uniforms: Float64Array;
  readonly normals: Float32Array;
  /** Makes normals of the first `count` uniforms. */
  invert(count: number): void;
}

/** Undefined where vectors are not to be had. @param most at a time */
export function openTails(most: number): Tails | undefined {
  const kernel: Kernel | undefined = openKernel([tails(most)], normalsAt(most) + 4 * (most + 2));
  return (
    kernel && {
      uniforms: new Float64Array(kernel.memory, UNIFORMS_AT, most),
      normals: new Float32Array(kernel.memory, normalsAt(most), most),
      invert: (count) => {
        if (count > 0) kernel.call['tails']!(0, 8 * count, 0);
      },
    }
  );
}
