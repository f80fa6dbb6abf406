/** Elements of the colour bar; styled in place, as OHIF's own styles surround them. */
import { LARGE_VIEWPORT, TEXT_BACKING, TEXT_OUTLINE } from '../viewports/label-elements.ts';

/** Lengths that texts need are given in the height of the texts. */
const BAR_LEFT_EM = 6.4;
/** With the z-scores on the right, and without them. */
const [WIDTH_EM, NARROW_WIDTH_EM] = [10.8, 8.2];
/** Of the numbers, CSS pixels. */
const [TEXT, LARGE_TEXT] = [10, 12];

/** Beside the middle of the image; in the corner above it in small viewports, where the head leaves room, and in tall ones. */
const MIDDLE_HEIGHT = 'min(46%, 300px)';
const [TOP, CORNER_HEIGHT, MOST_TALL, TALL] = [30, 172, 200, 300];

/** A narrow bar leaves a small image free: no backing over it, and the z-scores are in the tool tips of its ends. */
export function narrowed(frame: HTMLElement, narrow: boolean): void {
  frame.style.background = narrow ? 'none' : TEXT_BACKING;
  const { clientWidth = 1, clientHeight = 1 } = frame.parentElement ?? {};
  frame.style.fontSize = `${clientWidth < LARGE_VIEWPORT ? TEXT : LARGE_TEXT}px`;
  frame.style.width = `${narrow ? NARROW_WIDTH_EM : WIDTH_EM}em`;
  const free = (clientHeight - clientWidth) / 2; // above an image that is as wide as the viewport
  const above = narrow || free > TOP + CORNER_HEIGHT;
  frame.style.top = above ? `${TOP}px` : '50%';
  frame.style.transform = above ? 'none' : 'translateY(-50%)';
  const tallest = narrow ? MOST_TALL : TALL;
  frame.style.height = above ? `${Math.max(CORNER_HEIGHT, Math.min(tallest, free - TOP))}px` : MIDDLE_HEIGHT;
}

/** Events that would reach cornerstone's tools under the bar. */
const KEPT_EVENTS = [
  'mousedown',
  'mouseup',
  'mousemove',
  'touchstart',
  'touchmove',
  'wheel',
  'dblclick',
  'click',
];

export function barFrame(): HTMLElement {
  const element = document.createElement('div');
  element.className = 'lacuna-colour-bar';
  element.setAttribute('role', 'group');
  Object.assign(element.style, {
    position: 'absolute',
    right: '26px', // beside the viewer's scroll bar
    minHeight: '120px',
    padding: '4.2em 0 1em',
    borderRadius: '4px',
    background: TEXT_BACKING,
    textShadow: TEXT_OUTLINE,
    color: 'rgba(255, 255, 255, 0.92)',
    font: `${TEXT}px/1 Inter, system-ui, sans-serif`,
    fontVariantNumeric: 'tabular-nums',
    userSelect: 'none',
    boxSizing: 'border-box',
    zIndex: '6',
  });
  for (const name of KEPT_EVENTS) element.addEventListener(name, (event) => event.stopPropagation());
  return element;
}

export function bar(): HTMLElement {
  const element = document.createElement('div');
  element.className = 'lacuna-colour-bar-window';
  Object.assign(element.style, {
    position: 'relative',
    left: `${BAR_LEFT_EM}em`,
    width: '14px',
    height: '100%',
    border: '1px solid rgba(255, 255, 255, 0.55)',
    boxSizing: 'border-box',
    cursor: 'ns-resize',
    touchAction: 'none',
  });
  return element;
}

/** One end of the window. */
export function handle(end: 'upper' | 'lower'): HTMLElement {
  const element = document.createElement('div');
  element.className = `lacuna-colour-bar-${end}`;
  element.setAttribute('role', 'slider');
  element.setAttribute('aria-orientation', 'vertical');
  element.tabIndex = 0;
  Object.assign(element.style, {
    position: 'absolute',
    left: '-4px',
    width: '20px',
    height: '7px',
    transform: 'translateY(50%)',
    borderRadius: '2px',
    border: '1px solid #000',
    background: '#fff',
    cursor: 'ns-resize',
    touchAction: 'none',
    boxSizing: 'border-box',
    zIndex: '1',
  });
  return element;
}

/** Over the whole of what it is in, for writing. */
export function layerOf(): HTMLElement {
  const element = document.createElement('div');
  Object.assign(element.style, { position: 'absolute', inset: '0', pointerEvents: 'none' });
  return element;
}

type TextKind = 'name' | 'unit-left' | 'unit-right' | 'left' | 'right' | 'threshold';
const TEXT_STYLES: Readonly<Record<TextKind, Partial<CSSStyleDeclaration>>> = {
  name: {
    position: 'absolute',
    top: '0.6em',
    left: '0',
    right: '0',
    textAlign: 'center',
    fontWeight: '600',
    whiteSpace: 'nowrap',
  },
  'unit-left': {
    position: 'absolute',
    top: '2em',
    left: '0',
    width: `calc(${BAR_LEFT_EM}em - 4px)`,
    textAlign: 'right',
    opacity: '0.8',
  },
  'unit-right': { position: 'absolute', top: '2em', left: `calc(${BAR_LEFT_EM}em + 20px)`, opacity: '0.8' },
  left: { position: 'absolute', right: '18px', transform: 'translateY(50%)', whiteSpace: 'nowrap' },
  right: { position: 'absolute', left: '19px', transform: 'translateY(50%)', whiteSpace: 'nowrap' },
  threshold: { position: 'absolute', left: '-2px', width: '16px', height: '0', borderTop: '2px dashed #fff' },
};

export function text(content: string, kind: TextKind): HTMLElement {
  const element = document.createElement('span');
  element.textContent = content;
  Object.assign(element.style, TEXT_STYLES[kind], { pointerEvents: 'none' });
  return element;
}

/** `share` of the bar's height from its lower end, 0..1. */
export function placed(element: HTMLElement, share: number): HTMLElement {
  element.style.bottom = `${100 * share}%`;
  return element;
}
