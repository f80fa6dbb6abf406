import { afterFrames } from '../host/frames.ts';
import type { Host } from '../host/host.ts';
import { LAYER_IDS, type LayerId } from '../methods.ts';
import { viewportsOf } from '../series/displayed-series.ts';
import type { ReviewStore } from '../state/store.ts';
import { comparedPane } from '../viewports/compare-layout.ts';
import type { ViewportLabels } from '../viewports/viewport-labels.ts';
import type { SeriesWorkspace } from './workspace.ts';

/** Frames between restylings. Two were not enough on a loaded computer: layers of a new layout stayed black. */
const RESTYLE_FRAMES = [0, 2, 8, 20, 30, 60, 60] as const;

/**
 * Makes every viewport of the series look as the store says: layers, their style, and the label. Runs are chained, as
 * adding a layer to a viewport takes time and OHIF adds some by itself (its own synchronizer).
 */
export class LayerView {
  private chain: Promise<void> = Promise.resolve();
  private again = false;
  private styling: object = {};

  constructor(
    private readonly host: Host,
    private readonly store: ReviewStore,
    private readonly labels: ViewportLabels,
    private readonly workspace: () => SeriesWorkspace | undefined,
  ) {}

  /** Asks for an update; several requests before it begins are one. */
  update(): Promise<void> {
    if (!this.again) {
      this.again = true;
      this.chain = this.chain.then(() => this.present()).catch(() => undefined); // a viewport went away meanwhile
    }
    return this.chain;
  }

  /** Takes over what a person switched in OHIF's own segmentation panel. */
  adoptChanges(viewportId: string): void {
    const workspace = this.workspace();
    if (!workspace || comparedPane(viewportId)) return;
    for (const method of workspace.layers.existing()) {
      const visible = workspace.presenter.changedElsewhere(viewportId, method);
      if (visible !== undefined) this.store.dispatch({ type: 'visible', method, visible });
    }
  }

  private async present(): Promise<void> {
    this.again = false;
    const workspace = this.workspace();
    if (!workspace) return this.labels.keepOnly([]);
    const viewportIds = viewportsOf(this.host.services, workspace.series.displaySet);
    this.labels.keepOnly(viewportIds);
    const existing = workspace.layers.existing();
    for (const viewportId of viewportIds) {
      for (const method of existing) {
        const { opacity } = this.store.getState().methods[method];
        await workspace.presenter.present(viewportId, method, {
          visible: this.isShown(viewportId, method),
          opacity,
        });
        if (this.workspace() !== workspace) return; // the series or the mode was left meanwhile
      }
      this.labels.set(
        viewportId,
        existing.filter((method) => this.isShown(viewportId, method)),
      );
    }
    if (existing.length > 0) void this.restyle(workspace, viewportIds);
  }

  /** Several times, as nothing says when cornerstone has drawn a new layer; outside the chain, which goes on meanwhile. */
  private async restyle(workspace: SeriesWorkspace, viewportIds: readonly string[]): Promise<void> {
    const current = (this.styling = {});
    for (const frames of RESTYLE_FRAMES) {
      await afterFrames(frames);
      if (this.workspace() !== workspace || this.styling !== current) return;
      for (const viewportId of viewportIds) workspace.presenter.restyle(viewportId);
    }
  }

  private isShown(viewportId: string, method: LayerId): boolean {
    const pane = comparedPane(viewportId);
    return this.store.getState().methods[method].visible && (pane === undefined || pane === method);
  }
}

/** What of the state the layers' look depends on, as one comparable value. */
export function lookKey(store: ReviewStore): string {
  const { methods, compare } = store.getState();
  return JSON.stringify([
    compare,
    ...LAYER_IDS.map((method) => [methods[method].visible, methods[method].opacity]),
  ]);
}
