import { perLayer, type LayerId } from '../methods.ts';
import type { ColourMapId } from './colour-maps.ts';
import type { MapAxis, Range } from './map-scale.ts';
import type { MapKind, ShownMap } from './shown-map.ts';

/** How the heat map of one layer looks. */
export interface MapLook {
  readonly colourMap: ColourMapId;
  /** null: the usual one of the layer. */
  readonly axis: MapAxis | null;
  /** In the unit of the axis; null: the usual one of the axis. */
  readonly window: Range | null;
  /** 0..1 */
  readonly opacity: number;
}

export interface MapsState {
  /** Heat maps shown. */
  readonly on: boolean;
  /** Whose map viewports show that are not given one by the comparison. */
  readonly layer: LayerId;
  readonly looks: Readonly<Record<LayerId, MapLook>>;
  /** Of the variation over seeds. */
  readonly variationLooks: Readonly<Record<LayerId, MapLook>>;
}

export const MAP_OPACITY = 0.65;
/** By a key press. */
const OPACITY_STEP = 0.1;

const usualLook = (colourMap: ColourMapId): MapLook => ({
  colourMap,
  axis: null,
  window: null,
  opacity: MAP_OPACITY,
});

export const initialMaps: MapsState = {
  on: false,
  layer: 'latent-bernoulli',
  looks: perLayer(() => usualLook('inferno')),
  variationLooks: perLayer(() => usualLook('viridis')), // not to be taken for the anomaly map
};

export type MapsAction =
  | { type: 'maps'; change: Partial<Pick<MapsState, 'on' | 'layer'>> }
  /** Without a layer: of all. Of the anomaly maps where no kind is named. */
  | { type: 'map-look'; kind?: MapKind; layer?: LayerId; change: Partial<MapLook> };

export function lookOf({ looks, variationLooks }: MapsState, { kind, layer }: ShownMap): MapLook {
  return (kind === 'anomaly' ? looks : variationLooks)[layer];
}

export function reduceMaps(state: MapsState, action: MapsAction): MapsState {
  if (action.type === 'maps') return { ...state, ...action.change };
  const looks = action.kind === 'variation' ? 'variationLooks' : 'looks';
  return {
    ...state,
    [looks]: perLayer((layer) => {
      const old = state[looks][layer];
      if (action.layer && action.layer !== layer) return old;
      const next = { ...old, ...action.change };
      // A window is in the unit of its axis: another axis begins with its own.
      return next.axis !== old.axis && action.change.window === undefined ? { ...next, window: null } : next;
    }),
  };
}

export function steppedOpacity({ opacity }: MapLook, direction: 1 | -1): number {
  const next = opacity + direction * OPACITY_STEP;
  return Math.round(10 * Math.min(Math.max(next, OPACITY_STEP), 1)) / 10;
}
