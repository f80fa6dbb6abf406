import { LAYER_IDS, type LayerId } from '../methods.ts';
import type { ReviewState } from '../state/review-state.ts';
import { shownLayers } from '../state/selectors.ts';
import type { ReviewStore } from '../state/store.ts';

const OPACITY_STEP = 0.1;

/** What was to be seen before everything was hidden. */
interface Hidden {
  readonly store: ReviewStore;
  readonly layers: readonly LayerId[];
  readonly map: boolean;
}

/** Keys that show and hide layers. */
export function layerCommands(current: () => { readonly store: ReviewStore } | undefined) {
  let hidden: Hidden | undefined;

  const toggleLayer = ({ method }: { method?: LayerId }) => {
    const store = current()?.store;
    if (!store || !method || !shownLayers(store.getState()).includes(method)) return;
    store.dispatch({ type: 'visible', method, visible: !store.getState().methods[method].visible });
  };
  /** All of them, each one alone, none, and all again. */
  const nextLayers = () => {
    const store = current()?.store;
    if (!store) return;
    const layers = shownLayers(store.getState());
    const stops: readonly (readonly LayerId[])[] = [layers, ...layers.map((layer) => [layer]), []];
    const shown = visibleLayers(store.getState()).join();
    const at = stops.findIndex((stop) => stop.join() === shown);
    show(store, stops[(at + 1) % stops.length]!);
  };
  /** The image alone, and back to what was seen before. */
  const hideAll = () => {
    const store = current()?.store;
    if (!store) return;
    const state = store.getState();
    const layers = visibleLayers(state);
    if (layers.length > 0 || state.maps.on) {
      hidden = { store, layers, map: state.maps.on };
      store.dispatch({ type: 'maps', change: { on: false } });
      show(store, []); // last, as of changes that follow each other the last one is told
      return;
    }
    const back = hidden?.store === store ? hidden : { layers: shownLayers(state), map: false };
    show(store, back.layers);
    if (back.map) store.dispatch({ type: 'maps', change: { on: true } });
  };
  const fillOpacity = ({ direction }: { direction?: string }) => {
    const store = current()?.store;
    if (!store) return;
    const { opacity } = store.getState().methods[LAYER_IDS[0]];
    const next = opacity + (direction === '-1' ? -OPACITY_STEP : OPACITY_STEP);
    store.dispatch({ type: 'opacity', opacity: Math.min(Math.max(Math.round(next * 100) / 100, 0), 1) });
  };
  return {
    'lacuna.toggleLayer': { commandFn: toggleLayer },
    'lacuna.nextLayers': { commandFn: nextLayers },
    'lacuna.hideAll': { commandFn: hideAll },
    'lacuna.fillOpacity': { commandFn: fillOpacity },
  };
}

function visibleLayers(state: ReviewState): LayerId[] {
  return shownLayers(state).filter((layer) => state.methods[layer].visible);
}

function show(store: ReviewStore, layers: readonly LayerId[]): void {
  for (const method of shownLayers(store.getState())) {
    const visible = layers.includes(method);
    if (store.getState().methods[method].visible !== visible)
      store.dispatch({ type: 'visible', method, visible });
  }
}
