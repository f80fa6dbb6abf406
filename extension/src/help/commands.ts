import type { LayerId } from '../methods.ts';
import type { Review } from '../review/review.ts';
import type { ReviewState } from '../state/review-state.ts';
import { shownLayers } from '../state/selectors.ts';

/** Opens what explains the maps; the dialogs are there whatever the side panel shows. */
export function readingCommands(review: () => Review | undefined) {
  const about = () => {
    const store = review()?.store;
    if (!store) return;
    const state = store.getState();
    store.dispatch({ type: 'about', layer: state.about === null ? layerInView(state) : null });
  };
  const help = () => {
    review()?.readKeys(); // it lists them
    review()?.store.dispatch({ type: 'help', change: { open: true } });
  };
  return {
    'lacuna.about': { commandFn: about },
    'lacuna.help': { commandFn: help },
  };
}

/** Of which layer the key tells: that of the heat map, else the first one shown. */
export function layerInView(state: ReviewState): LayerId {
  const visible = shownLayers(state).find((id) => state.methods[id].visible);
  return state.maps.on ? state.maps.layer : (visible ?? state.maps.layer);
}
