import { afterFrames } from '../host/frames.ts';
import { PANEL_NAME } from '../id.ts';

const PANEL = '[data-cy="lacuna-panel"]';
/** Our place among the tabs of OHIF's side panel, folded or not. */
const TAB = `[data-cy="${PANEL_NAME}-btn"]`;
/** A few frames: OHIF draws the panel at once, our own root in it right after. */
const FRAMES = 20;

const PARTS = {
  run: ['[data-cy="lacuna-run-slice"]', `${PANEL} button`],
  export: ['[data-cy="lacuna-export-kind"]'],
} as const;
export type PanelPart = keyof typeof PARTS;

/** Unfolds the side panel and brings ours to its front; where it is there already nothing happens. */
export function showPanel(): void {
  if (!document.querySelector(PANEL)) document.querySelector<HTMLElement>(TAB)?.click();
}

/** Puts the focus into the panel, where it can be seen; unfolds it for that. */
export async function focusPanel(part: PanelPart = 'run'): Promise<void> {
  showPanel();
  for (let frame = 0; frame < FRAMES && !document.querySelector(PANEL); frame++) await afterFrames(1);
  const target = PARTS[part]
    .map((selector) => document.querySelector<HTMLElement>(`${selector}:enabled`))
    .find((element) => element !== null);
  target?.focus({ preventScroll: true });
  target?.scrollIntoView({ block: 'nearest' });
}

/** Back to the images, whose keys need no focus. */
export function leavePanel(): void {
  (document.activeElement as HTMLElement | null)?.blur();
}
