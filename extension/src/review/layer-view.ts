import { afterFrames } from '../host/frames.ts';
import { shownMap } from '../heat-map/shown-map.ts';
import type { Host } from '../host/host.ts';
import { LAYER_IDS } from '../methods.ts';
import { viewportsOf } from '../series/displayed-series.ts';
import type { ReviewStore } from '../state/store.ts';
import { comparedPosition } from '../viewports/compare-layout.ts';
import type { SeriesWorkspace } from './workspace.ts';

/** Frames between restylings. Two were not enough on a loaded computer: layers of a new layout stayed black. */
const NEW_LAYER_FRAMES = [0, 2, 8, 20, 30, 60, 60] as const;
/** Layers that are there already need no more than the drawing that the change asks for, and none where we draw them. */
const KNOWN_LAYER_FRAMES = [0] as const;

/**
 * Gives every viewport of the series, but the compared ones, cornerstone's layers as the store says. In stacks our own canvas
 * draws the masks: that is there with the images, and costs no shaders; cornerstone's are there for OHIF's panel and tools.
 * Runs are chained, as adding a layer to a viewport takes time and OHIF adds some by itself (its own synchronizer).
 */
export class LayerView {
  private chain: Promise<void> = Promise.resolve();
  private again = false;
  private styling: object = {};
  /** Layers new in a viewport have not been through all their restylings yet. */
  private unsettled = false;

  constructor(
    private readonly host: Host,
    private readonly store: ReviewStore,
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
    if (!workspace || comparedPosition(viewportId) !== undefined) return;
    for (const method of workspace.layers.existing()) {
      const visible = workspace.presenter.changedElsewhere(viewportId, method);
      if (visible !== undefined) this.store.dispatch({ type: 'visible', method, visible });
    }
  }

  /** OHIF adds the layers that a series had elsewhere to every new viewport of it, unstyled and so in black. */
  withdrawFromCompared(viewportId: string): void {
    const workspace = this.workspace();
    if (!workspace || comparedPosition(viewportId) === undefined) return;
    for (const method of workspace.layers.existing()) workspace.presenter.withdraw(viewportId, method);
  }

  private async present(): Promise<void> {
    this.again = false;
    const workspace = this.workspace();
    if (!workspace) return;
    const all = viewportsOf(this.host.services, workspace.series.displaySet);
    const viewportIds = all.filter((viewportId) => comparedPosition(viewportId) === undefined);
    for (const viewportId of all) this.withdrawFromCompared(viewportId);
    const existing = workspace.layers.existing();
    for (const viewportId of viewportIds) {
      for (const method of existing) {
        const state = this.store.getState();
        const { visible, opacity } = state.methods[method];
        // A fill under a heat map would change its colours: there the mask is its outline.
        const fill = shownMap(state, 'plain') ? 0 : opacity;
        const look = { visible, opacity: fill };
        if (await workspace.presenter.present(viewportId, method, look)) this.unsettled = true;
        if (this.workspace() !== workspace) return; // the series or the mode was left meanwhile
      }
    }
    if (existing.length > 0) void this.restyle(workspace, all);
  }

  /** Several times, as nothing says when cornerstone has drawn a new layer; outside the chain, which goes on meanwhile. */
  private async restyle(workspace: SeriesWorkspace, viewportIds: readonly string[]): Promise<void> {
    const current = (this.styling = {});
    for (const frames of this.unsettled ? NEW_LAYER_FRAMES : KNOWN_LAYER_FRAMES) {
      await afterFrames(frames);
      if (this.workspace() !== workspace || this.styling !== current) return;
      for (const viewportId of viewportIds) {
        this.withdrawFromCompared(viewportId);
        if (this.toStyle(workspace, viewportId)) workspace.presenter.restyle(viewportId);
      }
    }
    this.unsettled = false;
  }

  /** Where cornerstone draws a layer, or shows one that it should not: each styling draws the viewport again. */
  private toStyle({ layers, presenter }: SeriesWorkspace, viewportId: string): boolean {
    return layers
      .existing()
      .some(
        (method) => !presenter.drawnByUs(viewportId, method) || presenter.seenUndrawn(viewportId, method),
      );
  }
}

/** What of the state the layers' look depends on, as one comparable value. */
export function lookKey(store: ReviewStore): string {
  const state = store.getState();
  const { methods, compare } = state;
  return JSON.stringify([
    compare,
    shownMap(state, 'plain') !== undefined,
    ...LAYER_IDS.map((method) => [methods[method].visible, methods[method].opacity]),
  ]);
}
