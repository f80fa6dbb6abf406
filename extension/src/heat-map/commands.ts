import { shownLayers } from '../state/selectors.ts';
import type { ReviewStore } from '../state/store.ts';
import type { ShownMap } from './shown-map.ts';
import { lookOf, steppedOpacity } from './state.ts';

/** What the keys of the heat map do. */
export function mapCommands(current: () => { readonly store: ReviewStore } | undefined) {
  const toggleMap = () => {
    const store = current()?.store;
    store?.dispatch({ type: 'maps', change: { on: !store.getState().maps.on } });
  };
  const nextMap = () => {
    const store = current()?.store;
    if (!store) return;
    const layers = shownLayers(store.getState());
    const { layer, on } = store.getState().maps;
    const next = on ? layers[(layers.indexOf(layer) + 1) % layers.length] : layer;
    if (next) store.dispatch({ type: 'maps', change: { on: true, layer: next } });
  };
  const mapOpacity = ({ direction }: { direction?: string }) => {
    const store = current()?.store;
    if (!store) return;
    const { maps, uncertainty } = store.getState();
    const shown: ShownMap = uncertainty.shown
      ? { kind: 'variation', layer: uncertainty.shown }
      : { kind: 'anomaly', layer: maps.layer };
    const opacity = steppedOpacity(lookOf(maps, shown), direction === '-1' ? -1 : 1);
    store.dispatch({ type: 'map-look', kind: shown.kind, change: { opacity } });
  };
  return {
    'lacuna.toggleMap': { commandFn: toggleMap },
    'lacuna.nextMap': { commandFn: nextMap },
    'lacuna.mapOpacity': { commandFn: mapOpacity },
  };
}
