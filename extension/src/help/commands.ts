import type { Review } from '../review/review.ts';
import { shownLayers } from '../state/selectors.ts';

/** Opens what explains the maps. */
export function readingCommands(review: () => Review | undefined) {
  const about = () => {
    const store = review()?.store;
    if (!store) return;
    const state = store.getState();
    const visible = shownLayers(state).find((id) => state.methods[id].visible);
    const layer = state.maps.on ? state.maps.layer : (visible ?? state.maps.layer);
    store.dispatch({ type: 'about', layer: state.about === null ? layer : null });
  };
  return {
    'lacuna.about': { commandFn: about },
    'lacuna.help': {
      commandFn: () => review()?.store.dispatch({ type: 'help', change: { open: true } }),
    },
  };
}
