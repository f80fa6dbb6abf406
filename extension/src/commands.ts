import { mapCommands } from './heat-map/commands.ts';
import type { OhifContext } from './host/ohif-types.ts';
import type { LayerId } from './methods.ts';
import { closeReview, currentReview, openReview } from './review/review-registry.ts';
import { shownLayers } from './state/selectors.ts';
import { readingCommands } from './help/commands.ts';

/** Commands of OHIF's manager: the toolbar, the keys and the mode's life cycle all come in here. */
export function getCommandsModule(context: OhifContext) {
  const toggleLayer = ({ method }: { method?: LayerId }) => {
    const review = currentReview();
    if (!review || !method || !shownLayers(review.store.getState()).includes(method)) return;
    review.store.dispatch({
      type: 'visible',
      method,
      visible: !review.store.getState().methods[method].visible,
    });
  };
  const toggleCompare = () => {
    const review = currentReview();
    return review?.setCompare(!review.store.getState().compare);
  };
  return {
    defaultContext: 'CORNERSTONE',
    definitions: {
      'lacuna.openReview': { commandFn: () => void openReview(context) },
      'lacuna.closeReview': { commandFn: closeReview },
      'lacuna.runSlice': { commandFn: () => currentReview()?.runSlice() },
      'lacuna.runSeries': { commandFn: () => currentReview()?.runSeries() },
      'lacuna.cancelRun': { commandFn: () => currentReview()?.cancel() },
      'lacuna.toggleLayer': { commandFn: toggleLayer },
      'lacuna.toggleCompare': { commandFn: toggleCompare },
      ...readingCommands(currentReview),
      ...mapCommands(currentReview),
      'lacuna.nextCandidate': { commandFn: () => currentReview()?.candidates.step(1) },
      'lacuna.previousCandidate': { commandFn: () => currentReview()?.candidates.step(-1) },
      'lacuna.acceptCandidate': {
        commandFn: () => currentReview()?.candidates.toggleSelected('accepted'),
      },
      'lacuna.rejectCandidate': {
        commandFn: () => currentReview()?.candidates.toggleSelected('rejected'),
      },
    },
  };
}
