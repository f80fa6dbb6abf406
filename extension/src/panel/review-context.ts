import { createContext, useContext } from 'react';
import type { ExportKind } from '../export/export-kinds.ts';
import type { CandidateActions } from '../candidates/candidate-controller.ts';
import type { ControlsActions } from '../controls-calibration/controls-controller.ts';
import type { LayerId } from '../methods.ts';
import type { ReviewState } from '../state/review-state.ts';
import type { ReviewAction } from '../state/reducer.ts';
import type { ReviewStore } from '../state/store.ts';
import type { PaneContent } from '../viewports/pane-content.ts';
import { useReadParts } from './read-parts.ts';

/** What the panel may ask for; `Review` does it, tests record it. */
export interface PanelActions {
  readonly store: ReviewStore;
  readonly candidates: CandidateActions;
  readonly reference: { choose(id: string | null): Promise<void>; setSegment(segment: number | null): void };
  readonly controls: ControlsActions;
  readonly uncertainty: { start(): Promise<void>; cancel(): void };
  /** Brings the keys in the tool tips up to date. */
  readKeys(): void;
  runSlice(): Promise<void>;
  runSeries(): Promise<void>;
  cancel(): void;
  runStudy(): Promise<void>;
  cancelStudy(): void;
  setAutoRun(auto: boolean): void;
  /** On this computer's disk. */
  keepResults(action: 'allow' | 'forbid' | 'clear'): Promise<void>;
  retryStart(): void;
  /** Starts what failed again, and goes on with what a run has left. */
  tryAgain(): void;
  setThreshold(method: LayerId, threshold: number): void;
  setLinkedThreshold(position: number): void;
  linkThresholds(linked: boolean): void;
  discardEdits(method: LayerId): void;
  useCalibration(file: Blob): Promise<void>;
  removeCalibration(): Promise<void>;
  setCompare(compare: boolean): Promise<void>;
  comparePanes(panes: readonly PaneContent[]): Promise<void>;
  /** Which bits flip on the shown slice, step by step. */
  traceFlips(): Promise<void>;
  goToSlice(displayIndex: number): Promise<void>;
  downloadExport(kind: ExportKind, layer: LayerId): Promise<void>;
  storeExport(kind: ExportKind, layer: LayerId): Promise<void>;
  cancelExport(): void;
  reproduce(id: string): Promise<void>;
  cancelReproduction(): void;
  /** Why nothing can be stored at the data source; undefined when it can. */
  storeBlockedBy(): string | undefined;
}

const ReviewContext = createContext<PanelActions | null>(null);
export const ReviewProvider = ReviewContext.Provider;

/** What the panel shows and may ask for; read of the state in a component what that one needs, and no more. */
export function useReview(): {
  state: ReviewState;
  actions: PanelActions;
  dispatch: (action: ReviewAction) => void;
} {
  const actions = useContext(ReviewContext);
  if (!actions) throw new Error('The review panel was rendered outside its provider.');
  const { store } = actions;
  const state = useReadParts(store);
  return { state, actions, dispatch: store.dispatch };
}
