import { LacunaError } from '@lacuna/core/errors.ts';
import {
  overlapCounts,
  referenceFigures,
  type OverlapCounts,
} from '@lacuna/core/anomaly/reference-overlap.ts';
import { sliceStack } from '@lacuna/core/anomaly/slice-stack.ts';
import type { DecodedSegment } from '@lacuna/core/dicom/decode-segmentation.ts';
import { sourceFromMetadata } from '@lacuna/core/dicom/source.ts';
import { FrameWork } from '../candidates/frame-work.ts';
import { objectInstance } from '../export/earlier-exports.ts';
import { asBytes } from '../export/store-and-read-back.ts';
import type { Host } from '../host/host.ts';
import { browserClock } from '../layers/mask-updater.ts';
import { LAYER_IDS, type LayerId } from '../methods.ts';
import type { SeriesWorkspace } from '../review/workspace.ts';
import { text } from '../series/attributes.ts';
import { nominalThicknessMm } from '../series/nominal-thickness.ts';
import type { ReviewStore } from '../state/store.ts';
import { t } from '../text/t.ts';
import { findReferences } from './find-references.ts';
import { NO_REFERENCE, type ReferenceState } from './state.ts';
import { asTold, errorText } from '../text/say.ts';

/** Reading DICOM is code that most visits do not need. */
const decoding = () => import('@lacuna/core/dicom/decode-segmentation.ts');

interface Known {
  mask: Uint8Array;
  reference: Uint8Array | null;
  counts: OverlapCounts;
}

/**
 * Compares the layers with a segmentation of somebody else in the study. Its frames are put on the images they refer to,
 * by instance; one that does not fit is refused with the reason. Only slices that were run are compared.
 */
export class ReferenceController {
  private workspace: SeriesWorkspace | undefined;
  private segments: readonly DecodedSegment[] = [];
  private merged: readonly (Uint8Array | null)[] = [];
  private readonly known = new Map<string, Known>();
  private turn = {};
  /** Regions and masks that were last compared: either can change without the other. */
  private seen: { regions: unknown; revision: number | undefined } | undefined;
  private readonly comparison = new FrameWork(
    () => this.compare(),
    () => this.isBehind(),
    browserClock,
  );

  constructor(
    private readonly host: Host,
    private readonly store: ReviewStore,
  ) {}

  /** Another series, or none: what segmentations there are of it. */
  enter(workspace: SeriesWorkspace | undefined): void {
    this.turn = {};
    this.comparison.stop();
    this.workspace = workspace;
    this.segments = [];
    this.known.clear();
    this.tell({ ...NO_REFERENCE, choices: this.choices() });
  }

  /** The study has more objects now. */
  look(): void {
    const choices = this.choices();
    if (JSON.stringify(choices) !== JSON.stringify(this.store.getState().reference.choices))
      this.tell({ choices });
  }

  async choose(displaySetInstanceUID: string | null): Promise<void> {
    const turn = (this.turn = {});
    const { workspace } = this;
    this.comparison.stop();
    this.segments = [];
    const loaded = { kind: displaySetInstanceUID === null ? 'none' : 'loading' } as const;
    this.tell({ chosen: displaySetInstanceUID, loaded, segment: null, figures: {} });
    if (displaySetInstanceUID === null || !workspace) return;
    try {
      const bytes = await this.read(displaySetInstanceUID);
      const source = workspace.series.slices.map(({ instance }) => sourceFromMetadata(instance));
      const { decodeSegmentation } = await decoding();
      const segments = decodeSegmentation(bytes, source);
      if (this.turn !== turn) return;
      this.segments = segments;
      const named = segments.map(({ number, label }) => ({ number, label: label || String(number) }));
      this.tell({ loaded: { kind: 'ready', segments: named } });
      this.setSegment(null);
    } catch (thrown) {
      if (this.turn !== turn) return;
      const why = errorText(asTold(thrown, 'corrupt-file', t('reference.unreadable')));
      this.tell({ loaded: { kind: 'failed', sentence: `${t('reference.doesNotFit')} ${why}` } });
    }
  }

  /** One segment, or all of them together. */
  setSegment(segment: number | null): void {
    const chosen = this.segments.filter(({ number }) => segment === null || number === segment);
    this.merged = (this.workspace?.series.slices ?? []).map((_, slice) => union(chosen, slice));
    this.tell({ segment });
    this.comparison.stop();
    this.seen = undefined;
    this.follow();
  }

  /** The layers have changed. */
  follow(): void {
    if (this.isBehind()) this.comparison.start();
  }

  private isBehind(): boolean {
    const { reference, candidates } = this.store.getState();
    if (reference.loaded.kind !== 'ready' || !this.workspace) return false;
    const { revision } = this.workspace.writer;
    return this.seen?.regions !== candidates.regions || this.seen.revision !== revision;
  }

  /** A layer a step; slices that have not changed are not counted again. */
  private *compare(): Generator<void, void> {
    const { workspace } = this;
    if (!workspace) return;
    const { regions } = this.store.getState().candidates;
    this.seen = { regions, revision: workspace.writer.revision };
    const figures: Partial<Record<LayerId, ReturnType<typeof referenceFigures>>> = {};
    for (const layer of LAYER_IDS) {
      if (workspace.results.sliceIndices(layer).length === 0) continue;
      figures[layer] = referenceFigures(this.counts(workspace, layer));
      yield;
    }
    this.tell({ figures });
  }

  private *counts({ series, results, writer }: SeriesWorkspace, layer: LayerId) {
    const geometry = series.slices.map((slice) => slice.geometry);
    const { thicknessMm } = sliceStack(geometry, nominalThicknessMm(series));
    for (const slice of results.sliceIndices(layer)) {
      const mask = writer.shown(layer, slice);
      if (!mask) continue;
      const reference = this.merged[slice] ?? null;
      const key = `${layer}:${slice}`;
      const old = this.known.get(key);
      const fresh = old?.mask === mask && old.reference === reference;
      const counts = fresh ? old.counts : overlapCounts(mask, reference);
      this.known.set(key, { mask, reference, counts });
      const { rowSpacingMm, columnSpacingMm } = geometry[slice]!;
      yield { counts, pixelMm3: rowSpacingMm * columnSpacingMm * thicknessMm[slice]! };
    }
  }

  private async read(displaySetInstanceUID: string): Promise<Uint8Array> {
    const displaySet = this.host.services.displaySetService.getDisplaySetByUID(displaySetInstanceUID);
    const instance = displaySet && objectInstance(displaySet);
    const client = this.host.dataSource()?.retrieve?.getWadoDicomWebClient?.();
    const sopInstanceUID = instance && text(instance, 'SOPInstanceUID');
    if (!client || !sopInstanceUID) throw new LacunaError('corrupt-file', t('reference.noBytes'));
    const { StudyInstanceUID: studyInstanceUID, SeriesInstanceUID: seriesInstanceUID } = displaySet;
    return asBytes(await client.retrieveInstance({ studyInstanceUID, seriesInstanceUID, sopInstanceUID }));
  }

  private choices() {
    const { workspace } = this;
    if (!workspace) return [];
    return findReferences(this.host.services.displaySetService.getActiveDisplaySets(), workspace.series.key);
  }

  private tell(change: Partial<ReferenceState>): void {
    this.store.dispatch({ type: 'reference', change });
  }
}

function union(segments: readonly DecodedSegment[], slice: number): Uint8Array | null {
  const masks = segments.map(({ masks }) => masks[slice] ?? null).filter((mask) => mask !== null);
  const [first, ...others] = masks;
  if (!first || others.length === 0) return first ?? null;
  return first.map((value, i) => (value !== 0 || others.some((mask) => mask[i] !== 0) ? 1 : 0));
}
