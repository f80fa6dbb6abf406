/** Constants of posteriorProbability: [same, other, abar_s, (1 - abar_s) / 2]. */
export function posteriorConstants(alphaBarT: number, alphaBarS: number): Float32Array {
  const other = (1 - alphaBarT / alphaBarS) / 2;
  return Float32Array.of(1 - other, other, alphaBarS, (1 - alphaBarS) / 2);
}

/** The same float32 values are above it as above `limit`, in [0, 1]. */
export function largestFloat32UpTo(limit: number): number {
  const nearest = Math.fround(limit);
  if (nearest <= limit) return nearest;
  const bits = new Uint32Array(Float32Array.of(nearest).buffer);
  bits[0]!--;
  return new Float32Array(bits.buffer)[0]!;
}
