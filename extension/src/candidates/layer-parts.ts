import type { MaskRuns } from '@lacuna/core/anomaly/mask-runs.ts';
import { partsAbove, sliceParts, type SliceParts } from '@lacuna/core/anomaly/slice-parts.ts';
import type { LayerId } from '../methods.ts';
import type { SeriesWorkspace } from '../review/workspace.ts';

interface KnownSlice {
  readonly result: object;
  /** As a person has drawn it; null where the threshold makes it. */
  readonly drawn: Uint8Array | null;
  readonly threshold: number;
  readonly minimumAreaMm2: number;
  readonly parts: SliceParts;
}

/**
 * The in-plane components of one layer, slice by slice, at one threshold for all of them. The layer's own masks may be on
 * their way to another one: while a threshold is dragged, only the slice in view keeps up with it.
 */
export class LayerParts {
  private readonly known: (KnownSlice | undefined)[] = [];
  private threshold: number | null = null;
  private minimumAreaMm2 = 0;

  constructor(
    private readonly workspace: SeriesWorkspace,
    private readonly output: LayerId,
  ) {}

  /** What holds for all slices from now on. */
  startAt(threshold: number | null, minimumAreaMm2: number): void {
    this.threshold = threshold;
    this.minimumAreaMm2 = minimumAreaMm2;
  }

  /** The same object as long as the same pixels are marked; null where the layer has nothing to show. */
  at(slice: number): SliceParts | null {
    const { output, threshold, minimumAreaMm2 } = this;
    const { writer, results, series } = this.workspace;
    const result = results.get(output, slice);
    const mask = writer.base(output, slice);
    if (!result || !mask || threshold === null) {
      this.known[slice] = undefined;
      return null;
    }
    const drawn = writer.isEdited(output, slice) ? mask : null;
    const old = this.known[slice];
    if (old?.result === result && old.drawn === drawn) {
      if (drawn || (old.threshold === threshold && old.minimumAreaMm2 === minimumAreaMm2)) return old.parts;
    }
    const { geometry } = series.slices[slice]!;
    const made = drawn
      ? sliceParts(drawn, result.anomalyMap, geometry.columns)
      : partsAbove(result.anomalyMap, geometry, threshold, minimumAreaMm2);
    const parts = old?.result === result && sameRuns(old.parts.runs, made.runs) ? old.parts : made;
    this.known[slice] = { result, drawn, threshold, minimumAreaMm2, parts };
    return parts;
  }
}

function sameRuns(a: MaskRuns, b: MaskRuns): boolean {
  return same(a.starts, b.starts) && same(a.ends, b.ends) && same(a.rowFirst, b.rowFirst);
}

function same(a: Int32Array, b: Int32Array): boolean {
  return a.length === b.length && a.every((value, i) => value === b[i]);
}
