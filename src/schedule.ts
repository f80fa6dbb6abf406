/** The noise schedule both methods share: T timesteps of linear beta, as in Ho et al. 2020. */
export interface ScheduleSpec {
  timesteps: number;
  betaStart: number;
  betaEnd: number;
}

/** Cumulative product of 1 - beta in float64, index t = 0..T-1; falls from nearly 1 to nearly 0. */
export function cumulativeAlpha({ timesteps, betaStart, betaEnd }: ScheduleSpec): Float64Array {
  const alphaBar = new Float64Array(timesteps);
  const step = timesteps > 1 ? (betaEnd - betaStart) / (timesteps - 1) : 0;
  let product = 1;
  for (let t = 0; t < timesteps; t++) {
    const beta = t > 0 && t === timesteps - 1 ? betaEnd : t * step + betaStart;
    product *= 1 - beta;
    alphaBar[t] = product;
  }
  return alphaBar;
}

/**
 * Sinusoidal embedding of a timestep, [dimension]: sines first, then cosines.
 * On the host, because Sin of large arguments loses 2e-4 in some WebGPU implementations.
 */
export function timestepEmbedding(timestep: number, dimension: number): Float32Array {
  const half = dimension / 2;
  const out = new Float32Array(dimension);
  for (let i = 0; i < half; i++) {
    const angle = timestep * Math.exp((-Math.log(10000) * i) / half);
    out[i] = Math.sin(angle);
    out[half + i] = Math.cos(angle);
  }
  return out;
}
