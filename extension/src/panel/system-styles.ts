/**
 * What the system asks for: in forced colours (a contrast theme) backgrounds are taken away, so that whatever is told by a
 * background alone gets a border or a colour of the theme; with reduced motion nothing moves.
 */
export const SYSTEM_CSS = `
@media (forced-colors: active) {
  .lacuna .lc-switch { forced-color-adjust: none; background: Canvas; border: 1px solid CanvasText; }
  .lacuna .lc-switch::before { top: 1px; background: CanvasText; }
  .lacuna .lc-switch[aria-checked='true'] { background: Highlight; border-color: Highlight; }
  .lacuna .lc-switch[aria-checked='true']::before { background: HighlightText; }
  .lacuna .lc-swatch { forced-color-adjust: none; }
  .lacuna .lc-chart { forced-color-adjust: none; background: hsl(var(--background)); }
  .lacuna .lc-progress { border: 1px solid CanvasText; }
  .lacuna .lc-progress > div { forced-color-adjust: none; background: Highlight; }
  .lacuna button[aria-pressed='true'] { forced-color-adjust: none; background: Highlight; color: HighlightText; border-color: Highlight; }
  .lacuna .lc-region[aria-current] { border: 2px solid Highlight; }
  .lacuna .lc-research-use { border: 2px solid CanvasText; }
}
@media (prefers-reduced-motion: reduce) {
  .lacuna .lc-switch::before { transition: none; }
}
`;
