import type { Vec3 } from '@lacuna/core/imaging/series.ts';
import { FlipTraces } from '../flips/flip-traces.ts';
import { shownMap } from '../heat-map/shown-map.ts';
import type { Host } from '../host/host.ts';
import { LAYER_IDS } from '../methods.ts';
import { Counterparts } from '../reconstruction/counterparts.ts';
import type { SeriesWorkspace } from '../review/workspace.ts';
import { viewportsOf } from '../series/displayed-series.ts';
import { modalityPixels, type LoadedImage } from '../series/slice-pixels.ts';
import type { ReviewStore } from '../state/store.ts';
import { Deviations, type VariationOfSlice } from '../uncertainty/deviations.ts';
import { comparedPane } from '../viewports/compare-layout.ts';
import { EditRefusal } from '../viewports/edit-refusal.ts';
import { reconstructedBy, type PaneContent } from '../viewports/pane-content.ts';
import { ViewportLabels } from '../viewports/viewport-labels.ts';
import { pixelAt } from './frame.ts';
import { paneLabel, readMap } from './pane-labels.ts';
import { barContent, dividerOf, scene, sceneKey, type SceneSources } from './scenes.ts';
import { SeriesAgreement } from './series-agreement.ts';
import { SeriesData } from './series-data.ts';
import { ViewportOverlay } from './viewport-overlay.ts';

/** Keeps what is drawn over the images, and the label, of every viewport of the series in step with the store. */
export class OverlayView {
  readonly flips: FlipTraces;
  private readonly deviations: Deviations;
  private readonly edits: EditRefusal;
  private readonly counterparts = new Counterparts(() => this.updateSoon());
  private readonly labels: ViewportLabels;
  private readonly overlays = new Map<string, ViewportOverlay>();
  private data: SeriesData | undefined;
  private agreement: SeriesAgreement | undefined;
  private pointed: { viewportId: string; world: Vec3 } | undefined;
  private frame: number | undefined;

  constructor(
    private readonly host: Host,
    private readonly store: ReviewStore,
    private readonly workspace: () => SeriesWorkspace | undefined,
    variation: VariationOfSlice,
  ) {
    this.deviations = new Deviations(variation);
    this.labels = new ViewportLabels(host);
    this.edits = new EditRefusal(host);
    this.flips = new FlipTraces(store);
  }

  /** Once before the next picture, however often it is asked for. */
  updateSoon(): void {
    this.frame ??= requestAnimationFrame(() => {
      this.frame = undefined;
      this.update();
    });
  }

  /** Masks may have changed. */
  masksChanged(): void {
    if (this.data) this.data.masksRevision++;
    this.updateSoon();
  }

  update(): void {
    const workspace = this.workspace();
    if (this.data?.workspace !== workspace) this.change(workspace);
    const { data } = this;
    if (!data) return;
    const viewportIds = viewportsOf(this.host.services, data.workspace.series.displaySet);
    this.keepOnly(viewportIds);
    for (const viewportId of viewportIds) this.show(viewportId, data);
  }

  dispose(): void {
    if (this.frame !== undefined) cancelAnimationFrame(this.frame);
    this.change(undefined);
    this.labels.dispose();
  }

  private change(workspace: SeriesWorkspace | undefined): void {
    this.keepOnly([]);
    this.agreement?.dispose();
    this.flips.clear();
    this.counterparts.clear();
    this.pointed = undefined;
    this.data = workspace && new SeriesData(this.store, workspace, this.deviations);
    this.agreement = this.data && new SeriesAgreement(this.data, () => this.updateSoon());
  }

  private keepOnly(viewportIds: readonly string[]): void {
    this.labels.keepOnly(viewportIds);
    for (const [viewportId, overlay] of this.overlays) {
      if (viewportIds.includes(viewportId)) continue;
      overlay.dispose();
      this.overlays.delete(viewportId);
    }
  }

  private show(viewportId: string, data: SeriesData): void {
    const viewport = this.host.services.cornerstoneViewportService.getCornerstoneViewport(viewportId);
    const old = this.overlays.get(viewportId);
    if (!viewport?.element || (old && !old.isOf(viewport, data))) {
      old?.dispose();
      this.overlays.delete(viewportId);
    }
    if (!viewport?.element) return; // destroyed, or not there yet
    const overlay =
      this.overlays.get(viewportId) ??
      new ViewportOverlay(viewport, data, {
        onSlice: () => this.updateSoon(),
        onPointer: (world) => this.point(viewportId, world),
        onWindow: (shown, window) => this.store.dispatch({ type: 'map-look', ...shown, change: { window } }),
        refusesPress: () => this.contentOf(viewportId) !== 'plain' && this.edits.refuses(viewportId),
        onSwipe: (swipe) => this.store.dispatch({ type: 'reconstruction', change: { swipe } }),
      });
    this.overlays.set(viewportId, overlay);
    const state = this.store.getState();
    const content = this.contentOf(viewportId);
    overlay.show(sceneKey(state, content), () => scene(this.sources(data), content));
    overlay.showBar(barContent(state, content));
    const here = this.counterpart(overlay, content) === 'here';
    overlay.showDivider(dividerOf(state, content), state.reconstruction.swipe, here);
    this.label(viewportId, overlay, content);
  }

  private label(viewportId: string, overlay: ViewportOverlay, content: PaneContent | 'plain'): void {
    const state = this.store.getState();
    const { series, layers, writer } = overlay.data.workspace;
    const { sliceIndex } = overlay;
    const displayIndex = sliceIndex === null ? null : (series.slices[sliceIndex]?.displayIndex ?? null);
    const map = shownMap(state, content);
    const mapped = map?.kind === 'anomaly' ? map.layer : undefined;
    const shown = LAYER_IDS.filter(
      (layer) => (layers.exists(layer) && state.methods[layer].visible) || layer === mapped,
    );
    const lines = paneLabel({
      state,
      content,
      layers: shown,
      displayIndex,
      pointed: this.valueAt(overlay, content),
      edited: sliceIndex === null ? [] : LAYER_IDS.filter((layer) => writer.isEdited(layer, sliceIndex)),
      withoutSeeds: map?.kind === 'variation' && sliceIndex !== null && !overlay.data.values(map, sliceIndex),
      agreement: content === 'difference' ? this.agreement?.figures(sliceIndex) : undefined,
      counterpart: this.counterpart(overlay, content),
      flips: content === 'flips' ? this.flips.told(sliceIndex) : undefined,
    });
    this.labels.set(viewportId, lines);
  }

  private point(viewportId: string, world: Vec3 | null): void {
    this.pointed = world ? { viewportId, world } : undefined;
    const { data } = this;
    if (!data) return;
    for (const [id, overlay] of this.overlays) {
      overlay.marker.show(id === viewportId ? null : world, reachMm(data));
      this.label(id, overlay, this.contentOf(id));
    }
  }

  /** Map value of the layer that a viewport shows, under the pointer; null elsewhere than on the slice itself. */
  private valueAt({ sliceIndex, data }: ViewportOverlay, content: PaneContent | 'plain'): number | null {
    const shown = readMap(this.store.getState(), content);
    if (!this.pointed || !shown || sliceIndex === null) return null;
    const geometry = data.geometries[sliceIndex];
    const map = data.values(shown, sliceIndex);
    const pixel = geometry && pixelAt(geometry, this.pointed.world);
    return map && pixel ? (map[pixel.row * geometry.columns + pixel.column] ?? null) : null;
  }

  private counterpart({ sliceIndex, data }: ViewportOverlay, content: PaneContent | 'plain') {
    const method = content === 'plain' ? undefined : reconstructedBy(content);
    if (!method || sliceIndex === null) return 'none';
    return this.counterparts.status(data.workspace.results, method, sliceIndex);
  }

  private contentOf(viewportId: string): PaneContent | 'plain' {
    return comparedPane(viewportId, this.store.getState().panes) ?? 'plain';
  }

  private sources(data: SeriesData): SceneSources {
    const pixelsOf = (sliceIndex: number) => {
      const imageId = data.workspace.series.slices[sliceIndex]?.imageId;
      const image = imageId && this.host.libraries().cornerstone.cache.getImage(imageId);
      return image ? modalityPixels(image as unknown as LoadedImage) : undefined;
    };
    return { store: this.store, data, flips: this.flips, counterparts: this.counterparts, pixelsOf };
  }
}

/** A point belongs to a slice up to half way to the next. */
function reachMm({ geometries }: SeriesData): number {
  const [first, second] = [geometries[0], geometries[1]];
  if (!first || !second) return 1;
  const apart = first.imagePositionPatient.map((value, axis) => value - second.imagePositionPatient[axis]!);
  return Math.hypot(...apart) / 2;
}
