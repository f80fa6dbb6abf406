import { perLayer, type LayerId } from '../methods.ts';
import type { ColourMapId } from './colour-maps.ts';
import type { MapAxis, Range } from './map-scale.ts';

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
}

export const MAP_OPACITY = 0.65;
/** By a key press. */
const OPACITY_STEP = 0.1;

export const initialMaps: MapsState = {
  on: false,
  layer: 'latent-bernoulli',
  looks: perLayer(() => ({ colourMap: 'inferno', axis: null, window: null, opacity: MAP_OPACITY })),
};

export type MapsAction =
  | { type: 'maps'; change: Partial<Pick<MapsState, 'on' | 'layer'>> }
  /** Without a layer: of all. */
  | { type: 'map-look'; layer?: LayerId; change: Partial<MapLook> };

export function reduceMaps(state: MapsState, action: MapsAction): MapsState {
  if (action.type === 'maps') return { ...state, ...action.change };
  return {
    ...state,
    looks: perLayer((layer) => {
      const old = state.looks[layer];
      if (action.layer && action.layer !== layer) return old;
      const next = { ...old, ...action.change };
      // A window is in the unit of its axis: another axis begins with its own.
      return next.axis !== old.axis && action.change.window === undefined ? { ...next, window: null } : next;
    }),
  };
}

export function steppedOpacity({ looks, layer }: MapsState, direction: 1 | -1): number {
  const next = looks[layer].opacity + direction * OPACITY_STEP;
  return Math.round(10 * Math.min(Math.max(next, OPACITY_STEP), 1)) / 10;
}
