import { thresholdMask } from '@lacuna/core/anomaly/mask.ts';
import type { LayerId } from '../methods.ts';
import type { ReviewSeries } from '../series/review-series.ts';
import { maskOf, putMask, sameMask, type LabelSlice } from './label-images.ts';
import type { MethodLayers } from './method-layers.ts';
import type { ResultStore } from './result-store.ts';
import { withoutHidden, withoutHiddenParts } from './hidden-regions.ts';

export interface WrittenSlice {
  sliceIndex: number;
  /** At least one region is shown at this threshold. */
  candidate: boolean;
  /** Undefined when the layer's slice was left alone: not there, or already so. */
  labelIndex?: number;
}

/** What is known of the layer of one slice. */
interface LayerSlice {
  /** All regions, the rejected ones too: from the threshold, or as a person has drawn it. Never written to. */
  base: Uint8Array;
  /** What was last put into the label image; it differing from that means that a person has drawn. */
  written: Uint8Array | undefined;
  edited: boolean;
  /** `written` before a person drew: with that again, as after an undo, nothing is edited any more; null: not known. */
  made?: Uint8Array | null | undefined;
  /** Rejected regions of `base`; absent without any. */
  hidden?: Uint8Array | undefined;
}

/** What a person has drawn. */
export interface Stroke {
  readonly method: LayerId;
  readonly sliceIndex: number;
  /** 1 where there was nothing to be seen before. */
  readonly added: Uint8Array;
}

/**
 * Puts thresholded maps into the layers, slice by slice, without the rejected regions. A slice that a person has edited
 * keeps the edit whatever the threshold, until the edits are discarded.
 */
export class MaskWriter {
  private readonly known = new Map<string, LayerSlice>();
  private changes = 0;
  private strokes: Stroke[] = [];

  constructor(
    private readonly series: ReviewSeries,
    private readonly layers: MethodLayers,
    private readonly results: ResultStore,
    /** Smaller in-plane parts are left out of every mask. */
    readonly minimumRegionAreaMm2: () => number,
  ) {}

  /**
   * One slice; undefined without a result for it. Rejected regions are followed by their parts in this slice until `hide`
   * says which they are at the new threshold. The viewer is told by the caller, once for many slices.
   */
  write(
    method: LayerId,
    sliceIndex: number,
    threshold: number,
    labels: ReadonlyMap<string, LabelSlice>,
  ): WrittenSlice | undefined {
    const result = this.results.get(method, sliceIndex);
    const slice = this.series.slices[sliceIndex];
    if (!result || !slice) return undefined;
    const label = labels.get(slice.imageId);
    const old = this.adopted(method, sliceIndex, label);
    const base = old?.edited
      ? old.base
      : shared(thresholdMask(result.anomalyMap, slice.geometry, threshold, this.minimumRegionAreaMm2()));
    const next: LayerSlice = {
      base: old && sameMask(old.base, base) ? old.base : base,
      written: old?.written,
      edited: old?.edited ?? false,
      made: old?.made,
      hidden: old?.hidden,
    };
    this.known.set(keyOf(method, sliceIndex), next);
    if (next.base !== old?.base) this.changes++;
    const { columns } = slice.geometry;
    const shown = next.hidden ? withoutHiddenParts(base, next.hidden, old?.written, columns) : base;
    return { sliceIndex, candidate: shown.includes(1), ...put(next, label, shown) };
  }

  /** Grows whenever the regions of a slice have changed. */
  get revision(): number {
    return this.changes;
  }

  isEdited(method: LayerId, sliceIndex: number): boolean {
    return this.known.get(keyOf(method, sliceIndex))?.edited ?? false;
  }

  /** All regions of a slice, the rejected ones too; the same array as long as they are the same. */
  base(method: LayerId, sliceIndex: number): Uint8Array | undefined {
    return this.known.get(keyOf(method, sliceIndex))?.base;
  }

  /** What the layer shows, without the rejected regions; the same array as long as it is the same. */
  shown(method: LayerId, sliceIndex: number): Uint8Array | undefined {
    const known = this.known.get(keyOf(method, sliceIndex));
    return known?.written ?? known?.base;
  }

  /** Takes rejected regions, 1 where they are, out of a slice; undefined for none. */
  hide(
    method: LayerId,
    sliceIndex: number,
    hidden: Uint8Array | undefined,
    labels: ReadonlyMap<string, LabelSlice>,
  ): WrittenSlice | undefined {
    if (!hidden && !this.known.get(keyOf(method, sliceIndex))?.hidden) return undefined;
    const slice = this.series.slices[sliceIndex];
    const label = slice && labels.get(slice.imageId);
    const known = this.adopted(method, sliceIndex, label);
    if (!known) return undefined;
    known.hidden = hidden;
    const shown = hidden ? withoutHidden(known.base, hidden) : known.base;
    return { sliceIndex, candidate: shown.includes(1), ...put(known, label, shown) };
  }

  /** Slices (feet to head) whose layer is as a person has made it. */
  editedSlices(method: LayerId): number[] {
    const labels = this.layers.slices(method);
    return this.series.slices.flatMap((slice, sliceIndex) =>
      this.adopted(method, sliceIndex, labels.get(slice.imageId))?.edited ? [sliceIndex] : [],
    );
  }

  /** Empties our own layer of a method, but for slices edited by hand; gives the label indices that changed. */
  clear(method: LayerId): number[] {
    const labels = this.layers.slices(method);
    const edited = new Set(this.editedSlices(method));
    const changed: number[] = [];
    this.changes++;
    for (const [sliceIndex, slice] of this.series.slices.entries()) {
      if (edited.has(sliceIndex)) continue;
      this.known.delete(keyOf(method, sliceIndex));
      const label = labels.get(slice.imageId);
      if (!label || sameMask(label.pixels, undefined)) continue;
      putMask(label.pixels, undefined);
      changed.push(label.labelIndex);
    }
    return changed;
  }

  /** The layer was removed or made anew: nothing of it is ours to compare with. */
  forget(method: LayerId): void {
    this.changes++;
    for (const sliceIndex of this.series.slices.keys()) this.known.delete(keyOf(method, sliceIndex));
  }

  /** Takes the person's edits back, so that the next write follows the threshold again. */
  discardEdits(method: LayerId): void {
    this.changes++;
    const labels = this.layers.slices(method);
    for (const sliceIndex of this.editedSlices(method)) {
      const label = labels.get(this.series.slices[sliceIndex]!.imageId);
      if (label) putMask(label.pixels, undefined);
      this.known.delete(keyOf(method, sliceIndex));
    }
  }

  /** What was drawn in a layer since this was asked for last. */
  takeStrokes(method: LayerId): readonly Stroke[] {
    const taken = this.strokes.filter((stroke) => stroke.method === method);
    this.strokes = this.strokes.filter((stroke) => stroke.method !== method);
    return taken;
  }

  /** A slice as a person has drawn it in an earlier visit. */
  restoreEdit(method: LayerId, sliceIndex: number, mask: Uint8Array): void {
    const imageId = this.series.slices[sliceIndex]?.imageId ?? '';
    const label = this.layers.slices(method).get(imageId);
    const written = label ? putMask(label.pixels, mask) : mask;
    this.known.set(keyOf(method, sliceIndex), { base: mask, written, edited: true, made: null });
    this.changes++;
  }

  /** What is known of a slice, after taking over what a person has drawn since; rejected regions stay rejected. */
  private adopted(
    method: LayerId,
    sliceIndex: number,
    label: LabelSlice | undefined,
  ): LayerSlice | undefined {
    const known = this.known.get(keyOf(method, sliceIndex));
    if (!label || sameMask(label.pixels, known?.written)) return known;
    const drawn = maskOf(label.pixels);
    const hidden = known?.hidden;
    const base = hidden ? drawn.map((value, i) => (value !== 0 || hidden[i] !== 0 ? 1 : 0)) : drawn;
    const made = known?.edited ? known.made : known?.written;
    const edited = made === null || !sameMask(drawn, made);
    const added = drawn.map((value, i) => (value === 1 && known?.written?.[i] !== 1 ? 1 : 0));
    if (added.includes(1)) this.strokes.push({ method, sliceIndex, added });
    const adopted: LayerSlice = { base, written: drawn, edited, made, hidden };
    this.known.set(keyOf(method, sliceIndex), adopted);
    this.changes++;
    return adopted;
  }
}

let empty: Uint8Array = new Uint8Array(0);

/** Most slices have no region: they share one mask, which nobody writes to. */
function shared(mask: Uint8Array): Uint8Array {
  if (mask.includes(1)) return mask;
  if (empty.length !== mask.length) empty = mask;
  return empty;
}

/** Brings `shown` into the label image where it differs; the label's index when that changed it. */
function put(known: LayerSlice, label: LabelSlice | undefined, shown: Uint8Array): { labelIndex?: number } {
  if (!label) return {};
  const changed = !sameMask(label.pixels, shown);
  known.written = changed ? putMask(label.pixels, shown) : shown;
  return changed ? { labelIndex: label.labelIndex } : {};
}

const keyOf = (method: LayerId, sliceIndex: number): string => `${method}:${sliceIndex}`;
