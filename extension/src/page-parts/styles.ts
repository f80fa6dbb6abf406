import { PANEL_CSS } from '../panel/styles.ts';

/**
 * The rules of the panel for what stands outside it; the element itself takes no room in the page. Text over images keeps
 * its own colours in a contrast theme: they are those of the layers, outlined in black on any image. The fields of
 * OHIF's preferences grow with the names of keys, which they cut off.
 */
export const PAGE_PARTS_CSS = `${PANEL_CSS.replaceAll('.lacuna ', '.lacuna-page ')}
.lacuna-page { display: contents; }
@supports (field-sizing: content) {
  [role='dialog'] label + input.w-16[readonly] { field-sizing: content; width: auto; min-width: 64px; }
}
@media (forced-colors: active) {
  .lacuna-viewport-label, .lacuna-colour-bar, .lacuna-divider { forced-color-adjust: none; }
}
`;
