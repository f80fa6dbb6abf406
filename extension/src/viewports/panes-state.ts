import { usualPanes, type PaneContent } from './pane-content.ts';

/** Contents of the compared viewports, in reading order; null until a person or the weights have decided. */
export type PanesState = readonly PaneContent[] | null;
export type PanesAction = { type: 'panes'; panes: readonly PaneContent[] };

export const initialPanes: PanesState = null;
export const reducePanes = (_state: PanesState, { panes }: PanesAction): PanesState => panes;

/** The panes of a comparison that begins now. */
export function panesOf(panes: PanesState, hasConsensus: boolean): readonly PaneContent[] {
  return panes ?? usualPanes(hasConsensus ? 4 : 2, hasConsensus);
}
