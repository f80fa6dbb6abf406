import type { KeyboardEvent } from 'react';
import { leavePanel } from './panel-focus.ts';

const ARROWS = ['ArrowLeft', 'ArrowRight', 'ArrowUp', 'ArrowDown'];
const OF_SLIDERS: readonly string[] = [...ARROWS, 'Home', 'End', 'PageUp', 'PageDown'];
/** OHIF's keys stop at every input, whose letters mean themselves; at these they do not. */
const WITHOUT_TEXT: readonly string[] = ['range', 'checkbox', 'radio', 'button', 'file'];
/** Lets OHIF's keys through at an input. */
const KEYS_GO_ON = 'mousetrap';

/**
 * Keys within the panel. What has the focus keeps the keys that it needs: Enter and Space press it, arrows move a
 * slider; all others are the viewer's, as over the images. Escape gives the focus back to the images.
 */
export function keepOwnKeys(event: KeyboardEvent<HTMLElement>): void {
  const target = event.target as HTMLElement;
  const pressed = event.key;
  if (pressed === 'Enter' || pressed === ' ') event.stopPropagation();
  const input = target instanceof HTMLInputElement ? target : undefined;
  if (input && WITHOUT_TEXT.includes(input.type)) {
    input.classList.add(KEYS_GO_ON);
    if (input.type === 'range' && OF_SLIDERS.includes(pressed)) event.stopPropagation();
  }
  if (pressed !== 'Escape' || target instanceof HTMLSelectElement) return;
  leavePanel();
}
