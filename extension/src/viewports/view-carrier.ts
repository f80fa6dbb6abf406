import type { Host } from '../host/host.ts';
import type { Subscription } from '../host/ohif-types.ts';
import type { ViewportViews } from './viewport-views.ts';

interface View {
  imageIds: readonly string[];
  displayIndex: number;
  voiRange: { lower: number; upper: number } | undefined;
}

/** Takes slice and window from one layout into the next: the new viewports get them as soon as they have their data. */
export class ViewCarrier {
  private readonly waiting = new Map<string, View>();
  private readonly subscription: Subscription;

  constructor(
    private readonly host: Host,
    private readonly views: ViewportViews,
  ) {
    const { cornerstoneViewportService } = host.services;
    this.subscription = cornerstoneViewportService.subscribe<{ viewportId: string }>(
      cornerstoneViewportService.EVENTS.VIEWPORT_DATA_CHANGED,
      ({ viewportId }) => this.apply(viewportId),
    );
  }

  /** Remembers the view of the active viewport for viewports that are about to be made. */
  carry(to: readonly string[], imageIds: readonly string[], displayIndex: number): void {
    const active = this.host.services.viewportGridService.getActiveViewportId();
    const viewport = active ? this.views.viewport(active) : undefined;
    const voiRange = viewport?.getProperties()?.voiRange;
    this.waiting.clear();
    for (const viewportId of to) this.waiting.set(viewportId, { imageIds, displayIndex, voiRange });
  }

  dispose(): void {
    this.subscription.unsubscribe();
    this.waiting.clear();
  }

  private apply(viewportId: string): void {
    const view = this.waiting.get(viewportId);
    const viewport = this.views.viewport(viewportId);
    if (!view || !viewport) return;
    this.waiting.delete(viewportId);
    // an image of one value has a window without width, which the next image must not be drawn with
    const { voiRange } = view;
    if (voiRange && voiRange.upper > voiRange.lower) viewport.setProperties({ voiRange });
    viewport.render();
    void this.views.goTo(viewportId, view.imageIds, view.displayIndex);
  }
}
