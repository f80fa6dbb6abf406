import type { Host } from '../host/host.ts';
import { fitted } from './fitted-label.ts';
import { createLabel, PARTS, place, type Label } from './label-blocks.ts';
import { lineElement, type PaneLabel } from './label-elements.ts';

/**
 * Says in a viewport what it shows: layers in their colours, threshold and seed, and that it is for research. What the
 * pointer comes near to fades. Plain elements inside cornerstone's own element, which the viewer's React does not manage.
 */
export class ViewportLabels {
  private readonly labels = new Map<string, Label>();

  constructor(private readonly host: Host) {}

  /** No lines, no label. */
  set(viewportId: string, wanted: PaneLabel | undefined): void {
    const parent: HTMLElement | undefined =
      this.host.services.cornerstoneViewportService.getCornerstoneViewport(viewportId)?.element;
    const lines = fitted(wanted, parent?.clientWidth ?? 0);
    const old = this.labels.get(viewportId);
    if (old && (!parent || !lines || old.element.parentElement !== parent)) this.remove(viewportId, old);
    if (!parent || !lines) return;
    const label = this.labels.get(viewportId) ?? createLabel(parent);
    this.labels.set(viewportId, label);
    const parts = { ...lines, readout: lines.readout.length > 0 ? [lines.readout] : [] };
    for (const name of PARTS) {
      const shown = JSON.stringify(parts[name]);
      if (label.shown.get(name) === shown) continue;
      label.shown.set(name, shown);
      label[name].replaceChildren(...parts[name].map(lineElement));
      if (name === 'identity') label.width = 0;
    }
    if (label.width === parent.clientWidth) return;
    label.width = parent.clientWidth;
    place(label);
  }

  /** Takes away the labels of viewports that are gone. */
  keepOnly(viewportIds: readonly string[]): void {
    for (const [viewportId, label] of this.labels)
      if (!viewportIds.includes(viewportId)) this.remove(viewportId, label);
  }

  dispose(): void {
    this.keepOnly([]);
  }

  private remove(viewportId: string, label: Label): void {
    label.forget();
    label.element.remove();
    this.labels.delete(viewportId);
  }
}
