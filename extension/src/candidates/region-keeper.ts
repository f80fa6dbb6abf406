import { browserClock, type FrameClock } from '../layers/mask-updater.ts';
import { LAYER_IDS, METHOD_IDS, perLayer, type LayerId, type MethodId } from '../methods.ts';
import type { SeriesWorkspace } from '../review/workspace.ts';
import { nominalThicknessMm } from '../series/nominal-thickness.ts';
import type { ReviewStore } from '../state/store.ts';
import type { Candidate, CandidateMasks, CandidateStatus } from './candidate.ts';
import { candidatesOf, peakVoxel, type StabilityOf } from './candidates-of.ts';
import { exportMasks } from './export-masks.ts';
import { FrameWork } from './frame-work.ts';
import { HeadMidline } from './head-midline.ts';
import { hideRejected } from './hide-rejected.ts';
import { LayerParts } from './layer-parts.ts';
import { keptWhereSame } from './kept-where-same.ts';
import { followedOutputs } from './listed.ts';
import { OutputRegions, type SliceSource } from './output-regions.ts';

/**
 * Keeps the list of candidate regions in step with the thresholds, a few milliseconds per frame. While one is dragged the
 * list that is shown follows, one whole list after the other, each at the thresholds of its start; at rest the lists of all
 * layers do, and rejected regions, and those that are too small, are taken out of the layers again.
 */
export class RegionKeeper {
  private readonly parts: Record<LayerId, LayerParts>;
  private readonly outputs: Record<LayerId, OutputRegions>;
  private readonly midline: HeadMidline;
  private readonly frames: FrameWork;
  /** The masks of the layers are those of the thresholds. */
  private resting = false;
  private seen = '';
  /** Outputs to be listed though none of their slices has changed. */
  private readonly stale = new Set<LayerId>();

  constructor(
    private readonly store: ReviewStore,
    private readonly workspace: SeriesWorkspace,
    private readonly stability: StabilityOf,
    clock: FrameClock = browserClock,
  ) {
    const geometry = workspace.series.slices.map((slice) => slice.geometry);
    this.parts = perLayer((output) => new LayerParts(workspace, output));
    const thicknessMm = nominalThicknessMm(workspace.series);
    const sourceOf = (output: LayerId): SliceSource => ({
      parts: (slice) => this.parts[output].at(slice),
      others: (slice) => {
        const others = othersOf(output).map((method) => this.parts[method].at(slice));
        const known = others.filter((parts) => parts !== null);
        return known.length === others.length ? known : null;
      },
    });
    this.outputs = perLayer((output) => new OutputRegions(geometry, sourceOf(output), thicknessMm));
    this.midline = new HeadMidline(workspace);
    this.frames = new FrameWork(
      () => this.work(),
      () => this.key() !== this.seen,
      clock,
    );
  }

  /** A threshold is moving: the list follows at once, its layers and the lists of the others when it rests. */
  follow(): void {
    if (this.resting) this.frames.stop(); // whatever was under way for thresholds at rest
    this.resting = false;
    this.frames.start();
  }

  /** The masks have come to rest, or a setting of the list has changed: the list follows in the next frames. */
  update(): void {
    this.resting = true;
    if (this.key() === this.seen && !this.frames.busy) this.settle();
    else this.frames.start();
  }

  /** The same at once, so that nothing is exported that is not listed. */
  finish(): void {
    this.resting = true;
    this.frames.finish();
    this.settle();
  }

  /** What is known besides the masks has changed, e.g. the stability: describes all regions again. */
  refresh(): void {
    this.seen = '';
    for (const output of LAYER_IDS) this.stale.add(output);
    this.update();
  }

  decide(id: string, change: { status?: CandidateStatus; name?: string | null }): void {
    const { regions } = this.store.getState().candidates;
    const candidate = regions.find((region) => region.id === id);
    if (!candidate) return;
    const footprint = this.outputs[candidate.output].footprint(candidate);
    this.workspace.book.decide(candidate, this.anchorOf(candidate), footprint, change);
    this.list(candidate.output);
    this.hide(candidate.output);
  }

  /** What is not rejected, with its voxels. */
  masks(output: LayerId): CandidateMasks {
    this.finish();
    return exportMasks(output, this.listed(output), this.outputs[output], this.workspace.series.slices);
  }

  dispose(): void {
    this.frames.stop();
  }

  private *work(): Generator<void, void> {
    const key = this.key();
    this.seen = key;
    const { results, book, writer } = this.workspace;
    const { candidates, methods } = this.store.getState();
    const minimumAreaMm2 = writer.minimumRegionAreaMm2();
    const { minimumMl: minimumVolumeMl } = candidates;
    const { generation } = results;
    book.startGeneration(generation, this.workspace.resultsSeed);
    for (const id of LAYER_IDS) this.parts[id].startAt(methods[id].threshold, minimumAreaMm2);
    yield* this.midline.measure();
    const midlineXMm = this.midline.xMm;
    for (const output of this.wanted()) {
      const compared = othersOf(output).every((method) => results.sliceIndices(method).length > 0);
      const changed = yield* this.outputs[output].update({ minimumVolumeMl, midlineXMm, compared });
      if (results.generation !== generation) return; // they have been cleared meanwhile
      const reopened = this.resting && this.reopenDrawn(output);
      if (changed || reopened || (this.resting && this.stale.has(output))) this.list(output);
      yield;
    }
    for (const output of LAYER_IDS) {
      if (!this.resting || this.key() !== key) return;
      this.hide(output);
      yield;
    }
    if (this.resting && this.key() === key) this.settle();
  }

  /** A rejected region that a person draws on is rejected no more: what was drawn would vanish with it. */
  private reopenDrawn(output: LayerId): boolean {
    const { writer, book } = this.workspace;
    const strokes = writer.takeStrokes(output);
    if (strokes.length === 0) return false;
    const regions = this.outputs[output];
    const drawn = new Set<number>();
    for (const { sliceIndex: slice, added } of strokes)
      added.forEach((value, index) => value === 1 && drawn.add(regions.numberAt({ slice, index })));
    const found = candidatesOf(this.workspace, output, regions, () => null);
    const rejected = found.filter(({ number, status }) => status === 'rejected' && drawn.has(number));
    for (const region of rejected)
      book.decide(region, this.anchorOf(region), regions.footprint(region), { status: 'open' });
    return rejected.length > 0;
  }

  private anchorOf(region: Candidate): ReturnType<typeof peakVoxel> {
    return peakVoxel(region, this.workspace.series.slices[0]!.geometry.columns);
  }

  /** In a drag the list that is seen; the masks of the other layers are read where its agreement is counted. */
  private wanted(): readonly LayerId[] {
    return this.resting ? LAYER_IDS : followedOutputs(this.store.getState());
  }

  private settle(): void {
    this.store.dispatch({ type: 'regions', change: { type: 'settled' } });
  }

  private list(output: LayerId): void {
    const regions = this.outputs[output];
    // how stable regions are takes all seeds, which is too much for a drag
    const stability = this.resting ? this.stability : () => null;
    if (this.resting) this.stale.delete(output);
    else this.stale.add(output);
    const found = candidatesOf(this.workspace, output, regions, stability);
    const candidates = keptWhereSame(this.listed(output), found);
    const change = { type: 'listed', output, regions: candidates, leftOut: regions.dropped } as const;
    this.store.dispatch({ type: 'regions', change });
  }

  /** Brings the layer in line with what is rejected or too small. */
  private hide(output: LayerId): void {
    const changes = hideRejected(this.workspace, output, this.outputs[output], this.listed(output));
    if (changes.length > 0) this.store.dispatch({ type: 'candidates', method: output, changes });
  }

  private listed(output: LayerId): Candidate[] {
    return this.store.getState().candidates.regions.filter((region) => region.output === output);
  }

  /** Of what a list is made: one that was made for another key is behind. */
  private key(): string {
    const { results, writer } = this.workspace;
    const { methods, candidates } = this.store.getState();
    const thresholds = LAYER_IDS.map((id) => methods[id].threshold).join(' ');
    const what = this.resting ? `all ${writer.revision}` : this.wanted().join(' ');
    return `${what} ${thresholds} ${results.generation} ${candidates.minimumMl}`;
  }
}

/** The other method; for the consensus both. */
function othersOf(output: LayerId): MethodId[] {
  return METHOD_IDS.filter((method) => method !== output);
}
