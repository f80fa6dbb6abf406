import type { Shape3 } from '../components-3d.ts';

/** One case as every protocol takes it: an anomaly map with its truth, slice after slice, row-major. */
export interface ProtocolCase {
  id: string;
  /** Anomaly map, at least 0, any unit; rows x columns of each slice in turn. */
  map: Float32Array;
  /** Not 0 inside the true region. */
  truth: Uint8Array;
  /** Not 0 inside the brain. */
  brain: Uint8Array;
  /** Slices, rows, columns. */
  shape: Shape3;
}

export const PROTOCOLS = ['native', 'berdiff', 'pddpm', 'medianomaly'] as const;
export type ProtocolName = (typeof PROTOCOLS)[number];

/** Mean of the numbers that are defined; null for none. */
export function meanOf(values: readonly (number | null)[]): number | null {
  const defined = values.filter((value) => value !== null);
  return defined.length === 0 ? null : defined.reduce((sum, value) => sum + value, 0) / defined.length;
}

/** Pixels of one slice of a volume, without copying. */
export function sliceOf<T extends Float32Array | Uint8Array>(volume: T, shape: Shape3, slice: number): T {
  const pixels = shape[1] * shape[2];
  return volume.subarray(slice * pixels, (slice + 1) * pixels) as T;
}
