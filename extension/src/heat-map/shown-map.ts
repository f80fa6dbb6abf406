import { LAYER_IDS, type LayerId } from '../methods.ts';
import { isLayer, variationOf, type PaneContent } from '../viewports/pane-content.ts';

/** `anomaly`: what a layer says; `variation`: how far that changes with the seed of the noise. */
export type MapKind = 'anomaly' | 'variation';

/** A continuous map that can lie over the images. */
export interface ShownMap {
  readonly kind: MapKind;
  readonly layer: LayerId;
}

export const mapId = ({ kind, layer }: ShownMap): string => `${kind} ${layer}`;

/** What of the review's state decides; the state itself imports from this folder. */
interface Shown {
  readonly maps: { readonly on: boolean; readonly layer: LayerId };
  readonly uncertainty: { readonly shown: LayerId | null };
}
interface Layers {
  readonly methods: Readonly<Record<LayerId, { readonly visible: boolean }>>;
}

/** The map of a viewport: in the comparison that of the pane, elsewhere the variation that was asked for, or the heat map. */
export function shownMap(state: Shown, content: PaneContent | 'plain'): ShownMap | undefined {
  const { maps, uncertainty } = state;
  if (content === 'plain') {
    if (uncertainty.shown) return { kind: 'variation', layer: uncertainty.shown };
    return maps.on ? { kind: 'anomaly', layer: maps.layer } : undefined;
  }
  const layer = variationOf(content);
  if (layer) return { kind: 'variation', layer };
  return maps.on && isLayer(content) ? { kind: 'anomaly', layer: content } : undefined;
}

/** The masks that a viewport outside the comparison shows. */
export const visibleLayers = ({ methods }: Layers): LayerId[] =>
  LAYER_IDS.filter((layer) => methods[layer].visible);
