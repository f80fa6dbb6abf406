/**
 * Medians of 5 x 5 pixels without a branch, for values in (-2, 2): the bits of such floats, as whole numbers that rise with
 * them, differ by less than 2^31, so that min(a, b) = b + d and max(a, b) = a - d with d = min(a - b, 0).
 */
const REACH = 2;
const WINDOW = 2 * REACH + 1;
/** The bits of 2. */
const LIMIT = 0x40000000;

/** The bits of a float as whole numbers in its order, and back; both zeros are 0. */
const ordered = (bits: number) => (bits < 0 ? (bits ^ 0x7fffffff) + 1 : bits);
const unordered = (key: number) => (key < 0 ? (key - 1) ^ 0x7fffffff : key);

/**
 * As `medianInside` with a window of 5; null where a value is not in (-2, 2).
 */
export function medianOf25(
  image: Float32Array,
  mask: Uint8Array,
  { rows, columns }: { rows: number; columns: number },
): Float32Array | null {
  const width = columns + 2 * REACH;
  const keys = new Int32Array(rows * width);
  const bits = new Int32Array(image.buffer, image.byteOffset, image.length);
  for (let row = 0; row < rows; row++)
    for (let x = 0; x < width; x++) {
      const column = x < REACH ? 0 : x - REACH < columns ? x - REACH : columns - 1;
      const key = ordered(bits[row * columns + column]!);
      if (key >= LIMIT || key <= -LIMIT) return null;
      keys[row * width + x] = key;
    }
  const out = new Float32Array(image.length);
  const outBits = new Int32Array(out.buffer);
  const sorted = Array.from({ length: WINDOW }, () => new Int32Array(width));
  for (let row = 0; row < rows; row++) {
    const start = row * columns;
    const line = mask.subarray(start, start + columns);
    const first = line.indexOf(1);
    if (first < 0) continue;
    const last = line.lastIndexOf(1);
    sortColumns(keys, width, row, rows, first, last + 2 * REACH, sorted);
    for (let at = first; at <= last; at++)
      if (line[at] !== 0) outBits[start + at] = unordered(medianAt(sorted, at));
  }
  return out;
}

/** The five values of each column around a row in order: `sorted[k]` holds the k-th of all columns. */
// prettier-ignore
function sortColumns(
  keys: Int32Array,
  width: number,
  row: number,
  rows: number,
  first: number,
  last: number,
  [s0, s1, s2, s3, s4]: Int32Array[],
): void {
  const at = (offset: number) => Math.min(Math.max(row + offset, 0), rows - 1) * width;
  const [r0, r1, r2, r3, r4] = [at(-2), at(-1), at(0), at(1), at(2)];
  for (let x = first; x <= last; x++) {
    const v0 = keys[r0! + x]!, v1 = keys[r1! + x]!, v2 = keys[r2! + x]!, v3 = keys[r3! + x]!, v4 = keys[r4! + x]!;
    const d1 = (v0 - v1) | 0, e1 = d1 & (d1 >> 31), a1 = (v1 + e1) | 0, b1 = (v0 - e1) | 0;
    const d2 = (v3 - v4) | 0, e2 = d2 & (d2 >> 31), a2 = (v4 + e2) | 0, b2 = (v3 - e2) | 0;
    const d3 = (v2 - b2) | 0, e3 = d3 & (d3 >> 31), a3 = (b2 + e3) | 0, b3 = (v2 - e3) | 0;
    const d4 = (a3 - a2) | 0, e4 = d4 & (d4 >> 31), a4 = (a2 + e4) | 0, b4 = (a3 - e4) | 0;
    const d5 = (a1 - b4) | 0, e5 = d5 & (d5 >> 31), a5 = (b4 + e5) | 0, b5 = (a1 - e5) | 0;
    const d6 = (a5 - a4) | 0, e6 = d6 & (d6 >> 31), a6 = (a4 + e6) | 0, b6 = (a5 - e6) | 0;
    const d7 = (b1 - b3) | 0, e7 = d7 & (d7 >> 31), a7 = (b3 + e7) | 0, b7 = (b1 - e7) | 0;
    const d8 = (a7 - b5) | 0, e8 = d8 & (d8 >> 31), a8 = (b5 + e8) | 0, b8 = (a7 - e8) | 0;
    const d9 = (a8 - b6) | 0, e9 = d9 & (d9 >> 31), a9 = (b6 + e9) | 0, b9 = (a8 - e9) | 0;
    s0![x] = a6;
    s1![x] = a9;
    s2![x] = b9;
    s3![x] = b8;
    s4![x] = b7;
  }
}

/**
 * A network that orders each row of the sorted columns, then the thirteen values that can still be the median, without the
 * comparisons that no input needs: found by leaving comparisons out at random and trying all 7776 inputs of zeros and ones.
 */
// prettier-ignore
function medianAt([s0, s1, s2, s3, s4]: Int32Array[], at: number): number {
  const w0 = s0![at]!, w1 = s0![at + 1]!, w2 = s0![at + 2]!, w3 = s0![at + 3]!, w4 = s0![at + 4]!;
  const w5 = s1![at]!, w6 = s1![at + 1]!, w7 = s1![at + 2]!, w8 = s1![at + 3]!, w9 = s1![at + 4]!;
  const w10 = s2![at]!, w11 = s2![at + 1]!, w12 = s2![at + 2]!, w13 = s2![at + 3]!, w14 = s2![at + 4]!;
  const w15 = s3![at]!, w16 = s3![at + 1]!, w17 = s3![at + 2]!, w18 = s3![at + 3]!, w19 = s3![at + 4]!;
  const w20 = s4![at]!, w21 = s4![at + 1]!, w22 = s4![at + 2]!, w23 = s4![at + 3]!, w24 = s4![at + 4]!;
  const d1 = (w0 - w1) | 0, e1 = d1 & (d1 >> 31), a1 = (w1 + e1) | 0, b1 = (w0 - e1) | 0;
  const d2 = (w3 - w4) | 0, e2 = d2 & (d2 >> 31), a2 = (w4 + e2) | 0, b2 = (w3 - e2) | 0;
  const d3 = (w2 - a2) | 0, e3 = d3 & (d3 >> 31), b3 = (w2 - e3) | 0;
  const d4 = (a1 - b3) | 0, e4 = d4 & (d4 >> 31), b4 = (a1 - e4) | 0;
  const d5 = (b1 - b2) | 0, e5 = d5 & (d5 >> 31), a5 = (b2 + e5) | 0, b5 = (b1 - e5) | 0;
  const d6 = (a5 - b4) | 0, e6 = d6 & (d6 >> 31), b6 = (a5 - e6) | 0;
  const d7 = (w5 - w6) | 0, e7 = d7 & (d7 >> 31), a7 = (w6 + e7) | 0, b7 = (w5 - e7) | 0;
  const d8 = (w8 - w9) | 0, e8 = d8 & (d8 >> 31), a8 = (w9 + e8) | 0, b8 = (w8 - e8) | 0;
  const d9 = (a7 - a8) | 0, e9 = d9 & (d9 >> 31), b9 = (a7 - e9) | 0;
  const d10 = (b7 - b8) | 0, e10 = d10 & (d10 >> 31), a10 = (b8 + e10) | 0, b10 = (b7 - e10) | 0;
  const d11 = (a10 - b9) | 0, e11 = d11 & (d11 >> 31), a11 = (b9 + e11) | 0, b11 = (a10 - e11) | 0;
  const d12 = (a11 - w7) | 0, e12 = d12 & (d12 >> 31), b12 = (a11 - e12) | 0;
  const d13 = (w10 - w11) | 0, e13 = d13 & (d13 >> 31), a13 = (w11 + e13) | 0, b13 = (w10 - e13) | 0;
  const d14 = (w13 - w14) | 0, e14 = d14 & (d14 >> 31), a14 = (w14 + e14) | 0, b14 = (w13 - e14) | 0;
  const d15 = (w12 - b14) | 0, e15 = d15 & (d15 >> 31), a15 = (b14 + e15) | 0, b15 = (w12 - e15) | 0;
  const d16 = (a15 - a14) | 0, e16 = d16 & (d16 >> 31), a16 = (a14 + e16) | 0, b16 = (a15 - e16) | 0;
  const d17 = (a13 - a16) | 0, e17 = d17 & (d17 >> 31), b17 = (a13 - e17) | 0;
  const d18 = (b13 - b15) | 0, e18 = d18 & (d18 >> 31), a18 = (b15 + e18) | 0;
  const d19 = (a18 - b16) | 0, e19 = d19 & (d19 >> 31), a19 = (b16 + e19) | 0, b19 = (a18 - e19) | 0;
  const d20 = (a19 - b17) | 0, e20 = d20 & (d20 >> 31), a20 = (b17 + e20) | 0, b20 = (a19 - e20) | 0;
  const d21 = (w15 - w16) | 0, e21 = d21 & (d21 >> 31), a21 = (w16 + e21) | 0, b21 = (w15 - e21) | 0;
  const d22 = (w18 - w19) | 0, e22 = d22 & (d22 >> 31), a22 = (w19 + e22) | 0, b22 = (w18 - e22) | 0;
  const d23 = (w17 - a22) | 0, e23 = d23 & (d23 >> 31), a23 = (a22 + e23) | 0, b23 = (w17 - e23) | 0;
  const d24 = (a21 - b23) | 0, e24 = d24 & (d24 >> 31), a24 = (b23 + e24) | 0, b24 = (a21 - e24) | 0;
  const d25 = (a24 - a23) | 0, e25 = d25 & (d25 >> 31), a25 = (a23 + e25) | 0, b25 = (a24 - e25) | 0;
  const d26 = (b21 - b22) | 0, e26 = d26 & (d26 >> 31), a26 = (b22 + e26) | 0;
  const d27 = (a26 - b24) | 0, e27 = d27 & (d27 >> 31), a27 = (b24 + e27) | 0;
  const d28 = (a27 - b25) | 0, e28 = d28 & (d28 >> 31), a28 = (b25 + e28) | 0, b28 = (a27 - e28) | 0;
  const d29 = (w20 - w21) | 0, e29 = d29 & (d29 >> 31), a29 = (w21 + e29) | 0, b29 = (w20 - e29) | 0;
  const d30 = (a29 - w23) | 0, e30 = d30 & (d30 >> 31), a30 = (w23 + e30) | 0, b30 = (a29 - e30) | 0;
  const d31 = (a30 - w22) | 0, e31 = d31 & (d31 >> 31), a31 = (w22 + e31) | 0, b31 = (a30 - e31) | 0;
  const d32 = (b29 - w24) | 0, e32 = d32 & (d32 >> 31), a32 = (w24 + e32) | 0;
  const d33 = (a32 - b30) | 0, e33 = d33 & (d33 >> 31), a33 = (b30 + e33) | 0;
  const d34 = (a33 - b31) | 0, e34 = d34 & (d34 >> 31), a34 = (b31 + e34) | 0;
  const d35 = (b5 - b11) | 0, e35 = d35 & (d35 >> 31), a35 = (b11 + e35) | 0, b35 = (b5 - e35) | 0;
  const d36 = (b10 - b20) | 0, e36 = d36 & (d36 >> 31), a36 = (b20 + e36) | 0, b36 = (b10 - e36) | 0;
  const d37 = (b28 - b12) | 0, e37 = d37 & (d37 >> 31), a37 = (b12 + e37) | 0, b37 = (b28 - e37) | 0;
  const d38 = (b6 - a34) | 0, e38 = d38 & (d38 >> 31), a38 = (a34 + e38) | 0, b38 = (b6 - e38) | 0;
  const d39 = (a35 - a36) | 0, e39 = d39 & (d39 >> 31), a39 = (a36 + e39) | 0, b39 = (a35 - e39) | 0;
  const d40 = (a38 - a25) | 0, e40 = d40 & (d40 >> 31), a40 = (a25 + e40) | 0, b40 = (a38 - e40) | 0;
  const d41 = (b38 - b19) | 0, e41 = d41 & (d41 >> 31), a41 = (b19 + e41) | 0, b41 = (b38 - e41) | 0;
  const d42 = (b35 - b39) | 0, e42 = d42 & (d42 >> 31), a42 = (b39 + e42) | 0, b42 = (b35 - e42) | 0;
  const d43 = (a28 - a37) | 0, e43 = d43 & (d43 >> 31), a43 = (a37 + e43) | 0, b43 = (a28 - e43) | 0;
  const d44 = (a41 - b40) | 0, e44 = d44 & (d44 >> 31), a44 = (b40 + e44) | 0, b44 = (a41 - e44) | 0;
  const d45 = (a39 - a20) | 0, e45 = d45 & (d45 >> 31), b45 = (a39 - e45) | 0;
  const d46 = (a42 - a43) | 0, e46 = d46 & (d46 >> 31), b46 = (a42 - e46) | 0;
  const d47 = (b42 - b43) | 0, e47 = d47 & (d47 >> 31), a47 = (b43 + e47) | 0, b47 = (b42 - e47) | 0;
  const d48 = (b36 - b37) | 0, e48 = d48 & (d48 >> 31), a48 = (b37 + e48) | 0;
  const d49 = (a47 - b45) | 0, e49 = d49 & (d49 >> 31), a49 = (b45 + e49) | 0, b49 = (a47 - e49) | 0;
  const d50 = (a48 - b46) | 0, e50 = d50 & (d50 >> 31), a50 = (b46 + e50) | 0, b50 = (a48 - e50) | 0;
  const d51 = (b44 - a31) | 0, e51 = d51 & (d51 >> 31), a51 = (a31 + e51) | 0, b51 = (b44 - e51) | 0;
  const d52 = (a50 - b49) | 0, e52 = d52 & (d52 >> 31), a52 = (b49 + e52) | 0, b52 = (a50 - e52) | 0;
  const d53 = (b50 - b47) | 0, e53 = d53 & (d53 >> 31), a53 = (b47 + e53) | 0, b53 = (b50 - e53) | 0;
  const d54 = (a44 - a51) | 0, e54 = d54 & (d54 >> 31), a54 = (a51 + e54) | 0, b54 = (a44 - e54) | 0;
  const d55 = (b41 - b51) | 0, e55 = d55 & (d55 >> 31), a55 = (b51 + e55) | 0;
  const d56 = (a49 - b54) | 0, e56 = d56 & (d56 >> 31), b56 = (a49 - e56) | 0;
  const d57 = (a52 - a55) | 0, e57 = d57 & (d57 >> 31), a57 = (a55 + e57) | 0;
  const d58 = (b52 - a40) | 0, e58 = d58 & (d58 >> 31), b58 = (b52 - e58) | 0;
  const d59 = (a53 - a54) | 0, e59 = d59 & (d59 >> 31), a59 = (a54 + e59) | 0;
  const d60 = (b53 - b56) | 0, e60 = d60 & (d60 >> 31), a60 = (b56 + e60) | 0;
  const d61 = (a57 - a59) | 0, e61 = d61 & (d61 >> 31), b61 = (a57 - e61) | 0;
  const d62 = (a60 - b58) | 0, e62 = d62 & (d62 >> 31), a62 = (b58 + e62) | 0;
  const d63 = (b61 - a62) | 0, e63 = d63 & (d63 >> 31), b63 = (b61 - e63) | 0;
  return b63;
}
