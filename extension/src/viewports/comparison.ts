import type { Host } from '../host/host.ts';
import type { DisplaySet } from '../host/ohif-types.ts';
import { hasConsensus } from '../state/selectors.ts';
import type { ReviewStore } from '../state/store.ts';
import { CompareLayout, compareViewportId } from './compare-layout.ts';
import type { PaneContent, PaneCount } from './pane-content.ts';
import { panesOf } from './panes-state.ts';
import { toSingleView } from './single-view.ts';
import { ViewCarrier } from './view-carrier.ts';
import type { ViewportViews } from './viewport-views.ts';

/** The way into the comparison, within it and out of it; slice, zoom and window are carried along. */
export class Comparison {
  private readonly layout: CompareLayout;
  private readonly carrier: ViewCarrier;

  constructor(
    private readonly host: Host,
    private readonly store: ReviewStore,
    views: ViewportViews,
    private readonly shown: () => DisplaySet | undefined,
    private readonly presentLayers: () => Promise<void>,
  ) {
    this.layout = new CompareLayout(host);
    this.carrier = new ViewCarrier(host, views);
  }

  /** Into the comparison and out of it. */
  async set(compare: boolean): Promise<void> {
    const displaySet = this.shown();
    const state = this.store.getState();
    if (!displaySet?.imageIds || compare === state.compare) return;
    if (compare) return this.compare(panesOf(state.panes, hasConsensus(state)));
    this.carrier.carry(this.layout.returnsTo, displaySet.imageIds, state.currentSlice ?? 0);
    this.store.dispatch({ type: 'compare', compare });
    await this.layout.leave();
  }

  /** For the viewer's own tools, which edit masks in its own viewports only. */
  async leave(): Promise<void> {
    if (!this.store.getState().compare) return;
    await toSingleView(this.host, this.shown(), () => this.set(false), this.presentLayers);
  }

  /** Compares what is asked for, one to four panes; the grid changes only where their number does. */
  async compare(panes: readonly PaneContent[]): Promise<void> {
    const displaySet = this.shown();
    if (!displaySet?.imageIds || panes.length === 0) return;
    const displayIndex = this.store.getState().currentSlice ?? 0;
    this.store.dispatch({ type: 'panes', panes });
    if (this.layout.shows(panes.length)) return;
    this.carrier.carry(
      panes.map((_, i) => compareViewportId(i)),
      displaySet.imageIds,
      displayIndex,
    );
    this.store.dispatch({ type: 'compare', compare: true });
    await this.layout.enter(displaySet, displayIndex, panes.length as PaneCount);
  }

  /** Another series was put into a pane: all of them show it, from its middle on. */
  async follow(displaySet: DisplaySet, left: DisplaySet | undefined): Promise<void> {
    const middle = Math.floor(((displaySet.imageIds?.length ?? 1) - 1) / 2);
    await this.layout.follow(displaySet, middle, left);
  }

  /** The viewer may have taken another layout by itself. */
  look(): void {
    if (this.layout.abandoned()) this.store.dispatch({ type: 'compare', compare: false });
  }

  dispose(): void {
    this.carrier.dispose();
  }
}
