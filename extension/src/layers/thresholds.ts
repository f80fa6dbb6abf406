import { METHOD_IDS, type LayerId } from '../methods.ts';
import { shownLayers } from '../state/selectors.ts';
import type { ReviewStore } from '../state/store.ts';
import { positionOf, scaleOf, valueAt } from './threshold-scale.ts';

/** What follows a threshold of the series under review. */
interface Followers {
  readonly masks: { refresh(method: LayerId): void };
  readonly regions: { follow(): void };
}

/** The thresholds of all layers, each by itself or together. */
export class Thresholds {
  constructor(
    private readonly store: ReviewStore,
    private readonly active: () => Followers | undefined,
  ) {}

  set(method: LayerId, threshold: number): void {
    this.active()?.masks.refresh(method); // asks for its frame first: the overlays' update, asked for next, comes after it
    this.store.dispatch({ type: 'threshold', method, threshold });
    this.active()?.regions.follow();
  }

  /** The same share of healthy pixels for all layers; `position` on the threshold scale. */
  setLinked(position: number): void {
    const state = this.store.getState();
    if (state.weights.kind !== 'ready') return;
    for (const layer of shownLayers(state)) {
      const scale = scaleOf(state.weights.info.manifest, layer);
      if (scale) this.set(layer, valueAt(scale, position));
    }
  }

  /** Linking brings the other layers to the first one's level. */
  link(linked: boolean): void {
    this.store.dispatch({ type: 'thresholds-linked', linked });
    const { weights, methods } = this.store.getState();
    const first = METHOD_IDS[0];
    const { threshold } = methods[first];
    if (!linked || weights.kind !== 'ready' || threshold === null) return;
    const scale = scaleOf(weights.info.manifest, first);
    if (scale) this.setLinked(positionOf(scale, threshold));
  }
}
