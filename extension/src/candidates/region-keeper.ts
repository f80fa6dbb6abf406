import { brainMoments, midlineXMm, type BrainMoments } from '@lacuna/core/anomaly/brain-midline.ts';
import { consensusMask } from '@lacuna/core/anomaly/agreement.ts';
import { browserClock, type FrameClock } from '../layers/mask-updater.ts';
import { LAYER_IDS, METHOD_IDS, type LayerId, type MethodId } from '../methods.ts';
import type { SeriesWorkspace } from '../review/workspace.ts';
import type { ReviewStore } from '../state/store.ts';
import type { Candidate, CandidateMasks, CandidateStatus } from './candidate.ts';
import { candidatesOf, peakVoxel, type StabilityOf } from './candidates-of.ts';
import { exportMasks } from './export-masks.ts';
import { hideRejected } from './hide-rejected.ts';
import { OutputRegions, type DescribeOptions } from './output-regions.ts';

/** Main-thread time per frame, ms; the masks take about as much. */
const FRAME_BUDGET_MS = 6;

/**
 * Keeps the list of candidate regions in step with the masks of the layers, a few milliseconds per frame; rejected
 * regions, and those that are too small, are taken out of the layers again.
 */
export class RegionKeeper {
  private readonly outputs: Record<LayerId, OutputRegions>;
  private readonly brain = new Map<number, BrainMoments>();
  private job: Generator<void, void> | undefined;
  private frame: number | undefined;
  private seen = '';

  constructor(
    private readonly store: ReviewStore,
    private readonly workspace: SeriesWorkspace,
    private readonly stability: StabilityOf,
    private readonly clock: FrameClock = browserClock,
  ) {
    const geometry = workspace.series.slices.map((slice) => slice.geometry);
    const regionsOf = (output: LayerId) =>
      new OutputRegions(geometry, {
        mask: (slice) => workspace.writer.base(output, slice),
        result: (slice) => workspace.results.get(output, slice),
      });
    this.outputs = {
      'latent-bernoulli': regionsOf('latent-bernoulli'),
      'diffusion-ad': regionsOf('diffusion-ad'),
      consensus: regionsOf('consensus'),
    };
  }

  /** The masks have come to rest, or a setting of the list has changed: the list follows in the next frames. */
  update(): void {
    if (this.key() === this.seen && !this.job) return this.settle();
    this.job = this.work();
    this.frame ??= this.clock.requestFrame(this.step);
  }

  /** The same at once, so that nothing is exported that is not listed. */
  finish(): void {
    if (this.key() === this.seen && !this.job) return this.settle();
    for (const job = this.work(); !job.next().done;);
    this.job = undefined;
  }

  /** What is known besides the masks has changed, e.g. the stability: describes all regions again. */
  refresh(): void {
    this.seen = '';
    this.update();
  }

  decide(id: string, change: { status?: CandidateStatus; name?: string | null }): void {
    const { regions } = this.store.getState().candidates;
    const candidate = regions.find((region) => region.id === id);
    if (!candidate) return;
    const footprint = this.outputs[candidate.output].footprint(candidate);
    const anchor = peakVoxel(candidate, this.workspace.series.slices[0]!.geometry.columns);
    this.workspace.book.decide(candidate, anchor, footprint, change);
    this.list(candidate.output);
  }

  /** What is not rejected, with its voxels. */
  masks(output: LayerId): CandidateMasks {
    this.finish();
    return exportMasks(output, this.listed(output), this.outputs[output], this.workspace.series.slices);
  }

  dispose(): void {
    if (this.frame !== undefined) this.clock.cancelFrame(this.frame);
    this.frame = undefined;
    this.job = undefined;
  }

  private readonly step = (): void => {
    this.frame = undefined;
    const end = this.clock.now() + FRAME_BUDGET_MS;
    while (this.job && this.clock.now() < end) {
      if (this.job.next().done) this.job = undefined;
    }
    if (this.job) this.frame = this.clock.requestFrame(this.step);
  };

  private *work(): Generator<void, void> {
    this.seen = this.key();
    this.workspace.book.startGeneration(this.workspace.results.generation);
    yield* this.measureBrain();
    const midline = midlineXMm(this.brain.values());
    for (const output of LAYER_IDS) {
      yield* this.outputs[output].update(() => this.options(output, midline));
      this.list(output);
      yield;
    }
    this.settle();
  }

  private settle(): void {
    this.store.dispatch({ type: 'regions', change: { type: 'settled' } });
  }

  private list(output: LayerId): void {
    const { workspace, store } = this;
    const regions = this.outputs[output];
    const candidates = candidatesOf(workspace, output, regions, this.stability);
    const changes = hideRejected(workspace, output, regions, candidates);
    if (changes.length > 0) store.dispatch({ type: 'candidates', method: output, changes });
    const change = { type: 'listed', output, regions: candidates, leftOut: regions.dropped } as const;
    store.dispatch({ type: 'regions', change });
  }

  private listed(output: LayerId): Candidate[] {
    return this.store.getState().candidates.regions.filter((region) => region.output === output);
  }

  private options(output: LayerId, midline: number | undefined): DescribeOptions {
    return {
      minimumVolumeMl: this.store.getState().candidates.minimumMl,
      midlineXMm: midline,
      otherMasks: this.otherMasks(output),
    };
  }

  /** The mask of the other method; for the consensus what both methods mark. */
  private otherMasks(output: LayerId): (Uint8Array | null)[] | undefined {
    const others = METHOD_IDS.filter((method) => method !== output);
    if (others.some((method) => this.workspace.results.sliceIndices(method).length === 0)) return undefined;
    const maskOf = (method: MethodId, slice: number) => this.workspace.writer.base(method, slice);
    return this.workspace.series.slices.map((_, slice) => {
      const [first, second] = others.map((method) => maskOf(method, slice));
      if (others.length === 1 || !first || !second) return others.length === 1 ? (first ?? null) : null;
      return consensusMask(first, second);
    });
  }

  /** Where the brain lies in each slice with a result, once; a step per slice. */
  private *measureBrain(): Generator<void, void> {
    const { results, series } = this.workspace;
    for (const method of METHOD_IDS) {
      for (const slice of results.sliceIndices(method)) {
        if (this.brain.has(slice)) continue;
        const brainMask = results.get(method, slice)?.brainMask;
        if (!brainMask) continue;
        this.brain.set(slice, brainMoments(brainMask, series.slices[slice]!.geometry));
        yield;
      }
    }
  }

  private key(): string {
    const { results, writer } = this.workspace;
    return `${writer.revision} ${results.generation} ${this.store.getState().candidates.minimumMl}`;
  }
}
