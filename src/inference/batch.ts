/** One array of the arrays' values one after the other; the array itself where there is but one. */
export function concatenate(parts: readonly Float32Array[]): Float32Array {
  if (parts.length === 1) return parts[0]!;
  const whole = new Float32Array(parts.reduce((length, part) => length + part.length, 0));
  let at = 0;
  for (const part of parts) {
    whole.set(part, at);
    at += part.length;
  }
  return whole;
}

/** Views of `count` equal parts; they share memory with the whole. */
export function split(whole: Float32Array, count: number): Float32Array[] {
  const size = whole.length / count;
  return Array.from({ length: count }, (_, i) => whole.subarray(i * size, (i + 1) * size));
}

export function repeated(part: Float32Array, count: number): Float32Array {
  return concatenate(Array.from({ length: count }, () => part));
}
