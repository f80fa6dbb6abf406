import { PANEL_CSS } from '../panel/styles.ts';

/** The rules of the panel for what stands outside it; the element itself takes no room in the page. */
export const PAGE_PARTS_CSS = `${PANEL_CSS.replaceAll('.lacuna ', '.lacuna-page ')}
.lacuna-page { display: contents; }
`;
