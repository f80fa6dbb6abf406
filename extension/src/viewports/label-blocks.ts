import { asHeading, block, LARGE_VIEWPORT, stacked, TEXT_BACKING, TEXT_OUTLINE } from './label-elements.ts';

const LABEL_CLASS = 'lacuna-viewport-label';
/** Of the row of the window and the image number, above which there is room at both sides of the head. */
const ABOVE_FIGURES = '54px';
/** Of OHIF's own icons in the lower left corner, and of its scroll bar. */
const [ICONS, SCROLL_BAR] = ['28px', '26px'];
/** Two lines stand below the row of figures; a third would cover it. */
const MOST_LINES = 2;
const LINE_HEIGHT = 1.35;
/** CSS pixels. */
const [TEXT, LARGE_TEXT] = [11, 13];
/** The pointer this near means what lies below. */
const NEAR_PX = 6;
const FADED = '0.12';

/** Of a label, in the order in which they are read. */
export const PARTS = ['identity', 'notes', 'legend', 'readout'] as const;

/** The blocks of a label, each where the head of a usual image is not. */
export interface Label {
  readonly element: HTMLElement;
  readonly identity: HTMLElement;
  readonly left: HTMLElement;
  readonly notes: HTMLElement;
  readonly readout: HTMLElement;
  readonly legend: HTMLElement;
  readonly forget: () => void;
  readonly shown: Map<(typeof PARTS)[number], string>;
  /** Of the viewport that its identity was placed for; 0: not placed. */
  width: number;
}

export function createLabel(parent: HTMLElement): Label {
  const element = block({
    position: 'absolute',
    inset: '0',
    overflow: 'hidden',
    textShadow: TEXT_OUTLINE,
    color: 'rgba(255, 255, 255, 0.92)',
    font: `${TEXT}px/${LINE_HEIGHT} Inter, system-ui, sans-serif`,
    fontVariantNumeric: 'tabular-nums',
    zIndex: '7', // over the divider
  });
  element.className = LABEL_CLASS;
  const identity = block({});
  const left = block({ display: 'flex', flexDirection: 'column-reverse' }); // read first, and nearest to the edge
  const notes = block({});
  const readout = block({ textAlign: 'right', marginLeft: 'auto' });
  const sides = block({
    position: 'absolute',
    left: '8px',
    right: SCROLL_BAR,
    bottom: ABOVE_FIGURES,
    display: 'flex',
    flexWrap: 'wrap-reverse', // the value above the notes where there is no room beside them
    justifyContent: 'space-between',
    columnGap: '8px',
  });
  const legend = block({ position: 'absolute', top: '34px', right: SCROLL_BAR });
  left.append(notes);
  sides.append(left, readout);
  element.append(identity, sides, legend);
  parent.append(element);
  return {
    ...{ element, identity, left, notes, readout, legend },
    forget: fadeNear(parent, [identity, notes, legend]),
    shown: new Map(),
    width: 0,
  };
}

/** Below the row of figures if two lines are enough, else above it on the left. */
export function place({ element, identity, left, width }: Label): void {
  const size = width < LARGE_VIEWPORT ? TEXT : LARGE_TEXT;
  element.style.fontSize = `${size}px`;
  Object.assign(identity.style, {
    position: 'absolute',
    left: ICONS,
    right: ICONS,
    bottom: '3px',
    width: 'fit-content',
    margin: '0 auto',
    padding: '0 6px',
    borderRadius: '4px',
    textAlign: 'center',
    background: TEXT_BACKING,
  });
  const heading = identity.firstElementChild;
  if (heading instanceof HTMLElement) {
    asHeading(heading);
    stacked(heading, false);
  }
  element.prepend(identity);
  if (identity.offsetHeight < (MOST_LINES + 0.5) * LINE_HEIGHT * size) return;
  Object.assign(identity.style, { position: 'static', margin: '0', padding: '0', textAlign: 'left' });
  identity.style.background = 'none';
  if (heading instanceof HTMLElement) stacked(heading, true);
  left.prepend(identity);
}

/** So that what lies under a text can be looked at; gives the function that ends it. */
function fadeNear(parent: HTMLElement, parts: readonly HTMLElement[]): () => void {
  const fade = ({ clientX, clientY }: MouseEvent) => {
    for (const part of parts) {
      const { left, right, top, bottom, width } = part.getBoundingClientRect();
      const inside = clientX > left - NEAR_PX && clientX < right + NEAR_PX;
      const near = width > 0 && inside && clientY > top - NEAR_PX && clientY < bottom + NEAR_PX;
      part.style.opacity = near ? FADED : '1';
    }
  };
  const show = () => parts.forEach((part) => (part.style.opacity = '1'));
  parent.addEventListener('mousemove', fade);
  parent.addEventListener('mouseleave', show);
  return () => {
    parent.removeEventListener('mousemove', fade);
    parent.removeEventListener('mouseleave', show);
  };
}
