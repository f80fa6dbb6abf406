/** Pixels of a slice by mask and reference. */
export interface OverlapCounts {
  readonly both: number;
  readonly onlyMask: number;
  readonly onlyReference: number;
}

/** How well masks meet a reference over slices; figures that are not defined are null. */
export interface ReferenceFigures {
  /** 2 |both| / (|mask| + |reference|), by volume; null when both are empty. */
  readonly dice: number | null;
  /** Share of the reference's volume that is marked; null without any. */
  readonly sensitivity: number | null;
  /** Marked volume outside the reference, ml. */
  readonly falsePositiveMl: number;
  /** Slices that were compared. */
  readonly slices: number;
}

/** @param mask,reference of one grid, non-zero inside; null stands for an empty one */
export function overlapCounts(mask: Uint8Array, reference: Uint8Array | null): OverlapCounts {
  let [both, onlyMask, onlyReference] = [0, 0, 0];
  for (let i = 0; i < mask.length; i++) {
    if (mask[i] !== 0) {
      if (reference && reference[i] !== 0) both++;
      else onlyMask++;
    } else if (reference && reference[i] !== 0) onlyReference++;
  }
  return { both, onlyMask, onlyReference };
}

/** @param slices counts with the volume of one of their pixels, mm³ */
export function referenceFigures(
  slices: Iterable<{ readonly counts: OverlapCounts; readonly pixelMm3: number }>,
): ReferenceFigures {
  let [both, onlyMask, onlyReference, compared] = [0, 0, 0, 0];
  for (const { counts, pixelMm3 } of slices) {
    both += counts.both * pixelMm3;
    onlyMask += counts.onlyMask * pixelMm3;
    onlyReference += counts.onlyReference * pixelMm3;
    compared++;
  }
  const marked = 2 * both + onlyMask + onlyReference;
  const reference = both + onlyReference;
  return {
    dice: marked > 0 ? (2 * both) / marked : null,
    sensitivity: reference > 0 ? both / reference : null,
    falsePositiveMl: onlyMask / 1000,
    slices: compared,
  };
}
