import {
  addDoubles,
  addInt,
  addInts,
  type Code,
  divideDoubles,
  doubles,
  doublesOfLowInts,
  floatsOfDoubles,
  get,
  horner,
  int,
  ints,
  lessInt,
  loop,
  multiplyDoubles,
  or,
  set,
  shiftLeft,
  shiftRight,
  shuffle,
  splatInt,
  store,
  storeLow,
  subtractDoubles,
  xor,
} from './simd/instructions.ts';
import { type Kernel, type KernelFunction, openKernel } from './simd/module.ts';

/** Threefry-2x32-20 and the middle of the inverse normal (see random.ts, random-normal.ts), four counters at a time. */

/** Numbers of a block. */
export const BLOCK = 1024;
/** Addresses in bytes: uniforms in float64, then normals in float32. */
const UNIFORMS_AT = 0;
const NORMALS_AT = 8 * BLOCK;
const KERNEL_BYTES = 12 * BLOCK;

const ROTATIONS = [13, 15, 26, 6, 17, 29, 16, 24] as const;
const PARITY = 0x1bd11bda;
const LANES = 4;

/** Parameters: the key and PARITY ^ its words, the stream, the pair of the first number. Then counters, then vectors. */
const [K, STREAM, PAIR] = [[0, 1, 2], 3, 4];
const PARAMETERS = 5;
const [AT, NORMAL_AT] = [5, 6];
const INTS = 2;
const [X0, X1, P, Q, R] = [7, 8, 9, 10, 11];
const KEYS = 12;
const VECTORS = 5 + 3;

const add = (to: number, value: Code): Code => [...get(to), ...value, ...addInts, ...set(to)];
const key = (i: number): Code => get(KEYS + (i % 3));

function round(i: number): Code {
  const turn = ROTATIONS[i % 8]!;
  const mixed: Code = [
    ...add(X0, get(X1)),
    ...[...get(X1), ...int(turn), ...shiftLeft, ...get(X1), ...int(32 - turn), ...shiftRight, ...or],
    ...[...get(X0), ...xor, ...set(X1)],
  ];
  if (i % 4 !== 3) return mixed;
  const injection = (i + 1) / 4;
  const counted: Code = [...key(injection + 1), ...int(injection), ...splatInt, ...addInts];
  return [...mixed, ...add(X0, key(injection)), ...add(X1, counted)];
}

/** Words (a, b) of one counter as two doubles in (0, 1). */
function uniform(lane: number): Code {
  const bytes = [0, 1, 2, 3].map((byte) => LANES * lane + byte);
  const other = bytes.map((byte) => 16 + byte);
  return [
    ...[...get(X0), ...get(X1), ...shuffle([...bytes, ...other, ...bytes, ...other]), ...doublesOfLowInts],
    ...[...doubles(0.5), ...addDoubles, ...doubles(2 ** -32), ...multiplyDoubles],
  ];
}

/** The coefficients of AS241 for |p - 0.5| <= 0.425, the highest power first. */
export const TOP = [
  2.5090809287301226727e3, 3.3430575583588128105e4, 6.7265770927008700853e4, 4.5921953931549871457e4,
  1.3731693765509461125e4, 1.9715909503065514427e3, 1.3314166789178437745e2, 3.387132872796366608,
] as const;
export const BOTTOM = [
  5.226495278852854561e3, 2.8729085735721942674e4, 3.930789580009271061e4, 2.1213794301586595867e4,
  5.3941960214247511077e3, 6.871870074920579083e2, 4.2313330701600911252e1, 1,
] as const;

/** Of P, right in the middle only. */
const normal: Code = [
  ...[...get(P), ...doubles(0.5), ...subtractDoubles, ...set(Q)],
  ...[...doubles(0.180625), ...get(Q), ...get(Q), ...multiplyDoubles, ...subtractDoubles, ...set(R)],
  ...[
    ...get(Q),
    ...horner(R, TOP),
    ...horner(R, BOTTOM),
    ...divideDoubles,
    ...multiplyDoubles,
    ...floatsOfDoubles,
  ],
];

/** A block of uniforms, and of normals where asked for. */
function block(name: string, withNormals: boolean): KernelFunction {
  const lanes = Array.from({ length: LANES }, (_, lane) => [
    ...[...uniform(lane), ...set(P), ...get(AT), ...get(P), ...store(UNIFORMS_AT + 16 * lane)],
    ...(withNormals ? [...get(NORMAL_AT), ...normal, ...storeLow(NORMALS_AT + 8 * lane)] : []),
  ]);
  const code: Code = [
    ...K.flatMap((word) => [...get(word), ...splatInt, ...set(KEYS + word)]),
    ...loop([
      ...[...get(STREAM), ...splatInt, ...key(0), ...addInts, ...set(X0)],
      ...[...get(PAIR), ...splatInt, ...ints(0, 1, 2, 3), ...addInts, ...key(1), ...addInts, ...set(X1)],
      ...Array.from({ length: 20 }, (_, i) => round(i)).flat(),
      ...lanes.flat(),
      ...[...get(PAIR), ...int(LANES), ...addInt, ...set(PAIR)],
      ...[...get(NORMAL_AT), ...int(8 * LANES), ...addInt, ...set(NORMAL_AT)],
      ...[...get(AT), ...int(16 * LANES), ...addInt, ...set(AT)],
      ...[...get(AT), ...int(8 * BLOCK), ...lessInt],
    ]),
  ];
  return { name, parameters: PARAMETERS, ints: INTS, vectors: VECTORS, code };
}

const functions = [block('uniforms', false), block('normals', true)];
/** Undefined before its first use. */
let opened: { kernel: Kernel | undefined } | undefined;

/** Where the blocks lie; valid until the next block. */
export interface Block {
  uniforms: Float64Array;
  /** Right where |uniform - 0.5| <= 0.425. */
  normals: Float32Array;
}

/**
 * A whole block from number `first` of the stream, which is even; undefined where vectors are not to be had.
 * @param what normals cost more
 */
export function drawBlock(
  [k0, k1]: readonly [number, number],
  stream: number,
  first: number,
  what: 'uniforms' | 'normals',
): Block | undefined {
  const { kernel } = (opened ??= { kernel: openKernel(functions, KERNEL_BYTES) });
  if (!kernel) return undefined;
  kernel.call[what]!(k0, k1, PARITY ^ k0 ^ k1, stream, first / 2);
  const { memory } = kernel;
  return {
    uniforms: new Float64Array(memory, UNIFORMS_AT, BLOCK),
    normals: new Float32Array(memory, NORMALS_AT, BLOCK),
  };
}
