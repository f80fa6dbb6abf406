/**
 * WebAssembly's instructions as bytes: those that our few kernels need, over four floats or integers or two doubles at a time.
 * Opcodes and encoding: WebAssembly Core Specification 2.0, section 5.4.
 */
export type Code = readonly number[];

/** LEB128 of a whole number from 0. */
export function unsigned(value: number): number[] {
  const bytes: number[] = [];
  for (let rest = value; ; rest >>>= 7) {
    if (rest < 0x80) return [...bytes, rest];
    bytes.push((rest & 0x7f) | 0x80);
  }
}

/** LEB128 of a whole number of either sign. */
function signed(value: number): number[] {
  const bytes: number[] = [];
  for (let rest = value; ; rest >>= 7) {
    const last = rest >= -0x40 && rest < 0x40;
    if (last) return [...bytes, rest & 0x7f];
    bytes.push((rest & 0x7f) | 0x80);
  }
}

const vector = (opcode: number, ...immediate: number[]): Code => [0xfd, ...unsigned(opcode), ...immediate];

export const get = (local: number): Code => [0x20, ...unsigned(local)];
export const set = (local: number): Code => [0x21, ...unsigned(local)];
export const int = (value: number): Code => [0x41, ...signed(value)];
export const addInt: Code = [0x6a];
export const lessInt: Code = [0x49]; // of unsigned numbers

/** The body, again while the number it leaves on the stack is not 0. */
export const loop = (body: Code): Code => [0x03, 0x40, ...body, 0x0d, 0x00, 0x0b];

/** 16 bytes at the address on the stack and `offset`. */
export const load = (offset: number): Code => vector(0x00, 0, ...unsigned(offset));
export const store = (offset: number): Code => vector(0x0b, 0, ...unsigned(offset));
/** The double there, twice. */
export const loadDouble = (offset: number): Code => vector(0x0a, 0, ...unsigned(offset));
/** The lower 8 bytes alone. */
export const storeLow = (offset: number): Code => vector(0x5b, 0, ...unsigned(offset), 0);

export const splatInt: Code = vector(0x11);
export const shiftLeft: Code = vector(0xab);
export const shiftRight: Code = vector(0xad); // zeros come in
export const addInts: Code = vector(0xae);
export const and: Code = vector(0x4e);
export const or: Code = vector(0x50);
export const xor: Code = vector(0x51);
/** The two vectors on the stack as 32 bytes, of which 16 are chosen. */
export const shuffle = (bytes: readonly number[]): Code => vector(0x0d, ...bytes);

/** b where b < a, else a, of a and b on the stack; and the larger. */
export const smallerFloats: Code = vector(0xea);
export const largerFloats: Code = vector(0xeb);
export const addFloats: Code = vector(0xe4);
export const zeros: Code = vector(0x0c, ...new Uint8Array(16));

export const ints = (...four: readonly number[]): Code =>
  vector(0x0c, ...new Uint8Array(Int32Array.from(four).buffer));

/** The same double twice. */
export const doubles = (value: number): Code =>
  vector(0x0c, ...new Uint8Array(Float64Array.of(value, value).buffer));
export const addDoubles: Code = vector(0xf0);
export const subtractDoubles: Code = vector(0xf1);
export const multiplyDoubles: Code = vector(0xf2);
export const divideDoubles: Code = vector(0xf3);
export const rootOfDoubles: Code = vector(0xef);
export const negateDoubles: Code = vector(0xed);
export const smallerDoubles: Code = vector(0xf6);
/** All bits set where a < b, else none. */
export const lessDoubles: Code = vector(0x49);
/** The bits of each double moved down, zeros from above. */
export const shiftDoublesRight: Code = vector(0xcd);
/** The same bits twice, the upper half of a double and the lower. */
export const bitsOfDoubles = (upper: number, lower: number): Code =>
  vector(0x0c, ...new Uint8Array(Int32Array.of(lower, upper, lower, upper).buffer));
/** The lower two unsigned integers as doubles. */
export const doublesOfLowInts: Code = vector(0xff);
/** The lower two floats as doubles. */
export const doublesOfLowFloats: Code = vector(0x5f);
/** Two doubles rounded to floats, in the lower half. */
export const floatsOfDoubles: Code = vector(0x5e);

/** A polynomial in the doubles of a local by Horner's rule, the highest power first. */
export const horner = (local: number, [highest, ...others]: readonly number[]): Code => [
  ...doubles(highest!),
  ...others.flatMap((c) => [...get(local), ...multiplyDoubles, ...doubles(c), ...addDoubles]),
];
