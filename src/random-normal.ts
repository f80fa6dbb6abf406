import { fillUniformsPlainly, type RandomKey } from './random.ts';
import { BLOCK, BOTTOM, drawBlock, TOP } from './random-kernel.ts';
import { LN2, openTails, SQRT_HALF, TAIL_BOTTOM, TAIL_TOP, type Tails } from './random-tails.ts';

/**
 * Standard normals by inversion: Wichura's AS241 (PPND16, Applied Statistics 37, 1988), relative error about 1e-16.
 * Only + - * / and sqrt are used, each exactly rounded by IEEE 754, so that every language gets the same bits;
 * Math.log is not, and may differ between engines. The quotients of two polynomials of degree 7 are written out in Horner's
 * order, which the other language follows: this runs for every pixel of every slice.
 */
function central(r: number): number {
  const top = ((((((T7 * r + T6) * r + T5) * r + T4) * r + T3) * r + T2) * r + T1) * r + T0;
  const bottom = ((((((B7 * r + B6) * r + B5) * r + B4) * r + B3) * r + B2) * r + B1) * r + B0;
  return top / bottom;
}
const [T7, T6, T5, T4, T3, T2, T1, T0] = TOP;
const [B7, B6, B5, B4, B3, B2, B1, B0] = BOTTOM;

/** Further out by sqrt(-log p) - 1.6. */
function tail(r: number): number {
  const top = ((((((C7 * r + C6) * r + C5) * r + C4) * r + C3) * r + C2) * r + C1) * r + C0;
  const bottom = ((((((D7 * r + D6) * r + D5) * r + D4) * r + D3) * r + D2) * r + D1) * r + D0;
  return top / bottom;
}
const [C7, C6, C5, C4, C3, C2, C1, C0] = TAIL_TOP;
const [D7, D6, D5, D4, D3, D2, D1, D0] = TAIL_BOTTOM;

/** In the far tails by sqrt(-log p) - 5. */
function far(r: number): number {
  const top =
    ((((((2.01033439929228813265e-7 * r + 2.71155556874348757815e-5) * r + 1.2426609473880784386e-3) * r +
      2.6532189526576123093e-2) *
      r +
      2.9656057182850489123e-1) *
      r +
      1.7848265399172913358) *
      r +
      5.4637849111641143699) *
      r +
    6.6579046435011037772;
  const bottom =
    ((((((2.04426310338993978564e-15 * r + 1.4215117583164458887e-7) * r + 1.8463183175100546818e-5) * r +
      7.868691311456132591e-4) *
      r +
      1.48753612908506148525e-2) *
      r +
      1.3692988092273580531e-1) *
      r +
      5.9983220655588793769e-1) *
      r +
    1;
  return top / bottom;
}

const split = new Float64Array(1);
const halves = new Uint32Array(split.buffer);
/** Which half of a double holds its exponent on this machine. */
const HIGH = new Uint8Array(Uint32Array.of(1).buffer)[0] === 1 ? 1 : 0;

/** Natural logarithm of a positive normal double: exact split by powers of two, then 2 artanh((m-1)/(m+1)), 14 terms. */
export function exactLog(x: number): number {
  split[0] = x;
  const high = halves[HIGH]!;
  let exponent = (high >>> 20) - 1022;
  halves[HIGH] = (high & 0x000fffff) | (1022 << 20);
  let mantissa = split[0]; // in [0.5, 1)
  if (mantissa < SQRT_HALF) {
    mantissa *= 2;
    exponent -= 1;
  }
  const s = (mantissa - 1) / (mantissa + 1);
  const s2 = s * s;
  const low =
    ((((((1 / 27) * s2 + 1 / 25) * s2 + 1 / 23) * s2 + 1 / 21) * s2 + 1 / 19) * s2 + 1 / 17) * s2 + 1 / 15;
  const series =
    ((((((low * s2 + 1 / 13) * s2 + 1 / 11) * s2 + 1 / 9) * s2 + 1 / 7) * s2 + 1 / 5) * s2 + 1 / 3) * s2 + 1;
  return exponent * LN2 + 2 * s * series;
}

const isCentral = (q: number) => Math.abs(q) <= 0.425;

/** Inverse of the normal distribution function; p in (0, 1). */
export function inverseNormal(p: number): number {
  const q = p - 0.5;
  if (isCentral(q)) {
    const r = 0.180625 - q * q;
    return q * central(r);
  }
  const r = Math.sqrt(-exactLog(q < 0 ? p : 1 - p));
  const z = r <= 5 ? tail(r - 1.6) : far(r - 5);
  return q < 0 ? -z : z;
}

const uniforms = new Float64Array(BLOCK);

/** Standard normals, rounded to float32: elements 0, 1, ... of the stream, as many as fit. */
export function fillStandardNormals(key: RandomKey, stream: number, out: Float32Array): void {
  for (let first = 0; first < out.length; first += BLOCK) {
    const count = Math.min(BLOCK, out.length - first);
    const block = drawBlock(key, stream, first, 'normals');
    if (block) {
      out.set(count === BLOCK ? block.normals : block.normals.subarray(0, count), first);
      invertTails(block.uniforms, count, first, out);
    } else {
      fillUniformsPlainly(key, stream, first, uniforms.subarray(0, count));
      for (let i = 0; i < count; i++) out[first + i] = inverseNormal(uniforms[i]!);
    }
  }
}

/** Undefined before its first use. */
let opened: { tails: Tails | undefined } | undefined;
/** Which of a block lie in a tail. */
const places = new Int32Array(BLOCK);

/** Puts right the normals of uniforms that are not central. */
function invertTails(uniform: Float64Array, count: number, first: number, out: Float32Array): void {
  const { tails } = (opened ??= { tails: openTails(BLOCK) });
  let found = 0;
  for (let i = 0; i < count; i++) {
    const p = uniform[i]!;
    if (tails) tails.uniforms[found] = p;
    places[found] = i;
    if (!isCentral(p - 0.5)) found++;
  }
  tails?.invert(found);
  for (let k = 0; k < found; k++) {
    const i = places[k]!;
    out[first + i] = tails ? tails.normals[k]! : inverseNormal(uniform[i]!);
  }
}

/** `count` of them. */
export function standardNormals(key: RandomKey, stream: number, count: number): Float32Array {
  const out = new Float32Array(count);
  fillStandardNormals(key, stream, out);
  return out;
}
