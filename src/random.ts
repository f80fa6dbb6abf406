import { BLOCK, drawBlock } from './random-kernel.ts';

/**
 * Counter-based random numbers: Threefry-2x32-20 of Random123 (Salmon et al., SC 2011).
 *
 * A number depends on (key, stream, element) alone, so any slice can be run alone, in any order and in any batch, and
 * gets the same bits; the Python package implements the same functions and the tests compare the two bit for bit.
 */

/** Two unsigned 32-bit words. */
export type RandomKey = readonly [number, number];

const ROTATIONS = [13, 15, 26, 6, 17, 29, 16, 24] as const;
const PARITY = 0x1bd11bda;

/** Threefry-2x32 with 20 rounds of the counter (c0, c1) under `key`; all words unsigned 32-bit. */
export function threefry2x32(key: RandomKey, c0: number, c1: number): [number, number] {
  const keys = [key[0] | 0, key[1] | 0, PARITY ^ key[0] ^ key[1]];
  let x0 = (c0 + keys[0]!) | 0;
  let x1 = (c1 + keys[1]!) | 0;
  for (let round = 0; round < 20; round++) {
    const turn = ROTATIONS[round % 8]!;
    x0 = (x0 + x1) | 0;
    x1 = ((x1 << turn) | (x1 >>> (32 - turn))) ^ x0;
    if (round % 4 === 3) {
      const injection = (round + 1) / 4;
      x0 = (x0 + keys[injection % 3]!) | 0;
      x1 = (x1 + keys[(injection + 1) % 3]! + injection) | 0;
    }
  }
  return [x0 >>> 0, x1 >>> 0];
}

/** A key from a seed (unsigned 32-bit) and labels; a different label, or split of labels, gives an unrelated key. */
export function deriveKey(seed: number, ...labels: readonly string[]): RandomKey {
  let key: RandomKey = [seed >>> 0, 0];
  for (const label of labels) {
    const text = new TextEncoder().encode(label);
    const padded = new DataView(new ArrayBuffer(Math.ceil((4 + text.length) / 8) * 8));
    padded.setUint32(0, text.length, true);
    text.forEach((byte, i) => padded.setUint8(4 + i, byte));
    for (let at = 0; at < padded.byteLength; at += 8) {
      const b0 = padded.getUint32(at, true);
      const b1 = padded.getUint32(at + 4, true);
      const [y0, y1] = threefry2x32(key, b0, b1);
      key = [(y0 ^ b0) >>> 0, (y1 ^ b1) >>> 0];
    }
  }
  return key;
}

/** The rotation of a round, and the addition that follows it. */
const turned = (x1: number, turn: number, x0: number): number => ((x1 << turn) | (x1 >>> (32 - turn))) ^ x0;

/** `count` uniforms strictly inside (0, 1), exact in float64: elements 0, 1, ... of the stream. */
export function uniforms(key: RandomKey, stream: number, count: number): Float64Array {
  return fillUniforms(key, stream, new Float64Array(count));
}

let lent = new Float64Array(0);

/** The same, valid until they are lent again: a chain needs them for a moment, and many of them. */
export function lentUniforms(key: RandomKey, stream: number, count: number): Float64Array {
  if (lent.length < count) lent = new Float64Array(count);
  return fillUniforms(key, stream, lent.subarray(0, count));
}

function fillUniforms(key: RandomKey, stream: number, out: Float64Array): Float64Array {
  for (let first = 0; first < out.length; first += BLOCK) {
    const part = out.subarray(first, first + BLOCK);
    const block = drawBlock(key, stream, first, 'uniforms');
    if (block) part.set(block.uniforms.subarray(0, part.length));
    else fillUniformsPlainly(key, stream, first, part);
  }
  return out;
}

/**
 * Elements `first`, `first` + 1, ... of the stream; `first` is even.
 *
 * Without vectors; the rounds of `threefry2x32` written out, without an array per number: this runs for every pixel of every
 * slice.
 */
export function fillUniformsPlainly(key: RandomKey, stream: number, first: number, out: Float64Array): void {
  const count = out.length;
  const pair = first >>> 1;
  const k0 = key[0] | 0;
  const k1 = key[1] | 0;
  const k2 = PARITY ^ k0 ^ k1;
  const start = (stream + k0) | 0;
  for (let at = 0; at < count; at += 2) {
    let x0 = start;
    let x1 = (pair + (at >>> 1) + k1) | 0;
    x0 = (x0 + x1) | 0;
    x1 = turned(x1, 13, x0);
    x0 = (x0 + x1) | 0;
    x1 = turned(x1, 15, x0);
    x0 = (x0 + x1) | 0;
    x1 = turned(x1, 26, x0);
    x0 = (x0 + x1) | 0;
    x1 = turned(x1, 6, x0);
    x0 = (x0 + k1) | 0;
    x1 = (x1 + k2 + 1) | 0;
    x0 = (x0 + x1) | 0;
    x1 = turned(x1, 17, x0);
    x0 = (x0 + x1) | 0;
    x1 = turned(x1, 29, x0);
    x0 = (x0 + x1) | 0;
    x1 = turned(x1, 16, x0);
    x0 = (x0 + x1) | 0;
    x1 = turned(x1, 24, x0);
    x0 = (x0 + k2) | 0;
    x1 = (x1 + k0 + 2) | 0;
    x0 = (x0 + x1) | 0;
    x1 = turned(x1, 13, x0);
    x0 = (x0 + x1) | 0;
    x1 = turned(x1, 15, x0);
    x0 = (x0 + x1) | 0;
    x1 = turned(x1, 26, x0);
    x0 = (x0 + x1) | 0;
    x1 = turned(x1, 6, x0);
    x0 = (x0 + k0) | 0;
    x1 = (x1 + k1 + 3) | 0;
    x0 = (x0 + x1) | 0;
    x1 = turned(x1, 17, x0);
    x0 = (x0 + x1) | 0;
    x1 = turned(x1, 29, x0);
    x0 = (x0 + x1) | 0;
    x1 = turned(x1, 16, x0);
    x0 = (x0 + x1) | 0;
    x1 = turned(x1, 24, x0);
    x0 = (x0 + k1) | 0;
    x1 = (x1 + k2 + 4) | 0;
    x0 = (x0 + x1) | 0;
    x1 = turned(x1, 13, x0);
    x0 = (x0 + x1) | 0;
    x1 = turned(x1, 15, x0);
    x0 = (x0 + x1) | 0;
    x1 = turned(x1, 26, x0);
    x0 = (x0 + x1) | 0;
    x1 = turned(x1, 6, x0);
    x0 = (x0 + k2) | 0;
    x1 = (x1 + k0 + 5) | 0;
    out[at] = ((x0 >>> 0) + 0.5) * TO_UNIT;
    if (at + 1 < count) out[at + 1] = ((x1 >>> 0) + 0.5) * TO_UNIT;
  }
}

/** Exact, as a power of two. */
const TO_UNIT = 2 ** -32;
