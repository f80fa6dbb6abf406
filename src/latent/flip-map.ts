/** Mean over the channels of [C, g, g]: one value per latent position, [g*g]. */
export function meanOverChannels(values: Float32Array, channels: number): Float32Array {
  const area = values.length / channels;
  const out = new Float32Array(area);
  for (let i = 0; i < area; i++) {
    let sum = 0;
    for (let c = 0; c < channels; c++) sum += values[c * area + i]!;
    out[i] = sum / channels;
  }
  return out;
}

/** Bilinear enlargement of a square map with half-pixel centres and clamped edges (torch: align_corners=False). */
export function upsample(map: Float32Array, from: number, to: number): Float32Array {
  const axis = Array.from({ length: to }, (_, i) => {
    const at = Math.max(0, ((i + 0.5) * from) / to - 0.5);
    const low = Math.min(Math.floor(at), from - 1);
    return { low, high: Math.min(low + 1, from - 1), weight: at - low };
  });
  const out = new Float32Array(to * to);
  for (const [row, y] of axis.entries()) {
    for (const [column, x] of axis.entries()) {
      const top = map[y.low * from + x.low]! * (1 - x.weight) + map[y.low * from + x.high]! * x.weight;
      const bottom = map[y.high * from + x.low]! * (1 - x.weight) + map[y.high * from + x.high]! * x.weight;
      out[row * to + column] = top * (1 - y.weight) + bottom * y.weight;
    }
  }
  return out;
}
