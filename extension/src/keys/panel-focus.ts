const PARTS = {
  run: ['[data-cy="lacuna-run-slice"]', '[data-cy="lacuna-panel"] button'],
  export: ['[data-cy="lacuna-export-kind"]'],
} as const;
export type PanelPart = keyof typeof PARTS;

/** Puts the focus into the panel, where it can be seen; nothing while OHIF shows another panel. */
export function focusPanel(part: PanelPart = 'run'): void {
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
