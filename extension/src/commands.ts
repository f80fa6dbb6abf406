import { mapCommands } from './heat-map/commands.ts';
import type { OhifContext } from './host/ohif-types.ts';
import { layerCommands } from './keys/layer-commands.ts';
import { focusPanel, showPanel, type PanelPart } from './keys/panel-focus.ts';
import { stepThreshold } from './keys/threshold-command.ts';
import { closeReview, currentReview, openReview } from './review/review-registry.ts';
import { readingCommands } from './help/commands.ts';
import { hasConsensus } from './state/selectors.ts';
import { panesOf } from './viewports/panes-state.ts';
import { PANE_COUNTS, resizedPanes } from './viewports/pane-content.ts';

/** Commands of OHIF's manager: the toolbar, the keys and the mode's life cycle all come in here. */
export function getCommandsModule(context: OhifContext) {
  return {
    defaultContext: 'CORNERSTONE',
    definitions: {
      'lacuna.openReview': { commandFn: () => void openReview(context) },
      'lacuna.closeReview': { commandFn: closeReview },
      'lacuna.runSlice': { commandFn: () => currentReview()?.runSlice() },
      'lacuna.runSeries': { commandFn: () => currentReview()?.runSeries() },
      'lacuna.cancelRun': { commandFn: () => currentReview()?.cancel() },
      ...readingCommands(currentReview),
      ...layerCommands(currentReview),
      'lacuna.stepThreshold': {
        commandFn: ({ direction }: { direction?: string }) =>
          stepThreshold(currentReview(), direction === '-1' ? -1 : 1),
      },
      ...mapCommands(currentReview),
      'lacuna.toggleCompare': { commandFn: toggleCompare },
      'lacuna.nextPaneCount': { commandFn: nextPaneCount },
      'lacuna.nextCandidate': { commandFn: () => currentReview()?.candidates.step(1) },
      'lacuna.previousCandidate': { commandFn: () => currentReview()?.candidates.step(-1) },
      'lacuna.acceptCandidate': {
        commandFn: () => currentReview()?.candidates.toggleSelected('accepted'),
      },
      'lacuna.rejectCandidate': {
        commandFn: () => currentReview()?.candidates.toggleSelected('rejected'),
      },
      'lacuna.renameCandidate': { commandFn: renameCandidate },
      'lacuna.focusPanel': { commandFn: ({ part }: { part?: PanelPart }) => focusPanel(part) },
    },
  };
}

/** The name is written in the list, which may be folded away. */
function renameCandidate() {
  showPanel();
  return currentReview()?.candidates.nameSelected();
}

function toggleCompare() {
  const review = currentReview();
  return review?.comparison.set(!review.store.getState().compare);
}

/** One pane more, and one again after the last; opens the comparison where it is closed. */
function nextPaneCount() {
  const review = currentReview();
  if (!review) return undefined;
  const state = review.store.getState();
  if (!state.compare) return review.comparison.set(true);
  const consensus = hasConsensus(state);
  const panes = panesOf(state.panes, consensus);
  const count = PANE_COUNTS.find((more) => more > panes.length) ?? 1;
  return review.comparison.compare(resizedPanes(panes, count, consensus));
}
