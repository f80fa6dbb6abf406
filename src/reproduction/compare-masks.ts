/** A slice in which a repeated mask differs from the recorded one. */
export interface DifferingSlice {
  /** From 1 at the feet. */
  readonly slice: number;
  /** In the object, not in the repeated mask. */
  readonly onlyRecorded: number;
  readonly onlyRepeated: number;
}

export interface MaskComparison {
  /** Voxels inside the recorded mask. */
  readonly recordedVoxels: number;
  /** Voxels that are in one mask only. */
  readonly differing: number;
  readonly slices: readonly DifferingSlice[];
}

/** Compares masks slice by slice, feet to head; null is empty, anything but 0 is inside. */
export function compareMasks(
  recorded: readonly (Uint8Array | null)[],
  repeated: readonly (Uint8Array | null)[],
): MaskComparison {
  const count = Math.max(recorded.length, repeated.length);
  const slices: DifferingSlice[] = [];
  let recordedVoxels = 0;
  let differing = 0;
  for (let index = 0; index < count; index++) {
    const [a, b] = [recorded[index], repeated[index]];
    let onlyRecorded = 0;
    let onlyRepeated = 0;
    for (let i = 0; i < Math.max(a?.length ?? 0, b?.length ?? 0); i++) {
      const inRecorded = (a?.[i] ?? 0) !== 0;
      const inRepeated = (b?.[i] ?? 0) !== 0;
      if (inRecorded) recordedVoxels++;
      if (inRecorded && !inRepeated) onlyRecorded++;
      if (inRepeated && !inRecorded) onlyRepeated++;
    }
    differing += onlyRecorded + onlyRepeated;
    if (onlyRecorded + onlyRepeated > 0) slices.push({ slice: index + 1, onlyRecorded, onlyRepeated });
  }
  return { recordedVoxels, differing, slices };
}
