import type { Host } from '../host/host.ts';
import { SEGMENT_INDEX } from '../layers/label-images.ts';
import type { SeriesWorkspace } from '../review/workspace.ts';
import { viewportsOf } from '../series/displayed-series.ts';
import type { ReviewStore } from '../state/store.ts';
import type { Candidate, CandidateStatus } from './candidate.ts';
import { RegionHighlight } from './highlight.ts';
import { jumpTo } from './jump.ts';
import { nextListed } from './listed.ts';
import { boxCorners } from './region-box.ts';
import type { RegionKeeper } from './region-keeper.ts';

/** OHIF's own brush; the one of its segmentation panel. */
const BRUSH = 'CircularBrush';
const LONGEST_NAME = 64;

/** What panel and keys may ask of the candidate regions. */
export interface CandidateActions {
  /** Highlights a region and shows it in every viewport; null for none. */
  select(id: string | null): Promise<void>;
  /** The next or previous one of the list. */
  step(direction: 1 | -1): Promise<void>;
  setStatus(id: string, status: CandidateStatus): void;
  /** The same for the selected region; the same status again takes it back. */
  toggleSelected(status: CandidateStatus): void;
  /** Opens the field for a region's name, or closes it with null. */
  name(id: string | null): void;
  /** An empty name stands for the number. */
  rename(id: string, name: string): void;
  /** Shows the region and hands OHIF's brush for its layer. */
  edit(id: string): Promise<void>;
  setMinimum(minimumMl: number): void;
}

export class CandidateController implements CandidateActions {
  private readonly highlight: RegionHighlight;
  private drawn: unknown;

  constructor(
    private readonly host: Host,
    private readonly store: ReviewStore,
    private readonly active: () => { workspace: SeriesWorkspace; regions: RegionKeeper } | undefined,
    private readonly leaveComparison: () => Promise<void>,
  ) {
    this.highlight = new RegionHighlight(host);
  }

  async select(id: string | null): Promise<void> {
    this.store.dispatch({ type: 'regions', change: { type: 'selected', id } });
    const region = this.find(id);
    const series = this.active()?.workspace.series;
    if (region && series) await jumpTo(this.host, series, region);
  }

  async step(direction: 1 | -1): Promise<void> {
    const next = nextListed(this.store.getState(), direction);
    if (next) await this.select(next.id);
  }

  setStatus(id: string, status: CandidateStatus): void {
    this.active()?.regions.decide(id, { status });
  }

  toggleSelected(status: CandidateStatus): void {
    const region = this.find(this.store.getState().candidates.selected);
    if (region) this.setStatus(region.id, region.status === status ? 'open' : status);
  }

  name(id: string | null): void {
    this.store.dispatch({ type: 'regions', change: { type: 'naming', id } });
  }

  /** The same for the selected region. */
  nameSelected(): void {
    const region = this.find(this.store.getState().candidates.selected);
    if (region) this.name(region.id);
  }

  rename(id: string, name: string): void {
    const tidy = name.trim().slice(0, LONGEST_NAME);
    this.active()?.regions.decide(id, { name: tidy === '' ? null : tidy });
  }

  async edit(id: string): Promise<void> {
    const region = this.find(id);
    const workspace = this.active()?.workspace;
    if (!region || !workspace) return;
    await this.leaveComparison();
    this.store.dispatch({ type: 'visible', method: region.output, visible: true });
    await this.select(id);
    const { segmentationService } = this.host.services;
    const segmentationId = workspace.layers.id(region.output);
    for (const viewportId of viewportsOf(this.host.services, workspace.series.displaySet)) {
      segmentationService.setActiveSegmentation(viewportId, segmentationId);
    }
    segmentationService.setActiveSegment(segmentationId, SEGMENT_INDEX);
    this.host.runCommand('setToolActiveToolbar', { toolName: BRUSH });
  }

  setMinimum(minimumMl: number): void {
    if (!(minimumMl >= 0) || !Number.isFinite(minimumMl)) return;
    this.store.dispatch({ type: 'regions', change: { type: 'minimum', minimumMl } });
    this.active()?.regions.update();
  }

  /** Draws the brackets anew when the selected region or, with `always`, the viewports have changed. */
  follow(always = false): void {
    const workspace = this.active()?.workspace;
    const region = workspace && this.find(this.store.getState().candidates.selected);
    if (region === this.drawn && !always) return;
    this.drawn = region;
    const viewportIds = workspace ? viewportsOf(this.host.services, workspace.series.displaySet) : [];
    const slices = workspace?.series.slices.map(({ geometry }) => geometry) ?? [];
    this.highlight.show(
      region && { corners: boxCorners(region, slices), label: region.name ?? String(region.number) },
      viewportIds,
    );
  }

  dispose(): void {
    this.highlight.dispose();
  }

  private find(id: string | null): Candidate | undefined {
    return this.store.getState().candidates.regions.find((region) => region.id === id);
  }
}
