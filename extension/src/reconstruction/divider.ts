import { cssColour, type MethodId } from '../methods.ts';
import { TEXT_BACKING, TEXT_OUTLINE } from '../viewports/label-elements.ts';
import { t } from '../text/t.ts';

const GRIP = 24;
/** Kept free, as the viewer's scroll bar would cover the grip there. */
const RIGHT_EDGE = 36;
/** CSS pixels of a viewport below which the names of the sides would lie on what OHIF writes. */
const ROOM_FOR_NAMES = 260;
const KEY_STEP = 0.02;
const KEPT_EVENTS = ['mousedown', 'mouseup', 'touchstart', 'wheel', 'dblclick', 'click'] as const;

/** The line between image (left) and healthy counterpart (right), dragged or moved with the arrow keys. */
export class Divider {
  private readonly element = document.createElement('div');
  private readonly names: readonly HTMLElement[];
  private share = 0.5;

  constructor(
    private readonly parent: HTMLElement,
    method: MethodId,
    private readonly onMove: (share: number) => void,
  ) {
    const { element } = this;
    element.className = 'lacuna-divider';
    element.setAttribute('role', 'slider');
    element.setAttribute('aria-label', t('maps.divider'));
    element.setAttribute('aria-valuemin', '0');
    element.setAttribute('aria-valuemax', '100');
    element.tabIndex = 0;
    Object.assign(element.style, {
      position: 'absolute',
      top: '0',
      bottom: '0',
      width: `${GRIP}px`,
      marginLeft: `${-GRIP / 2}px`,
      cursor: 'ew-resize',
      touchAction: 'none',
      zIndex: '5',
    });
    const line = part({
      left: `${GRIP / 2 - 1}px`,
      top: '0',
      bottom: '36px', // above the line that names what is shown
      width: '2px',
      background: '#fff',
    });
    const grip = part({
      top: '50%',
      width: `${GRIP}px`,
      height: `${GRIP}px`,
      marginTop: `${-GRIP / 2}px`,
      borderRadius: '50%',
      border: '2px solid #fff',
      background: 'rgba(0, 0, 0, 0.65)',
      color: '#fff',
      font: '600 13px/20px Inter, system-ui, sans-serif',
      textAlign: 'center',
      boxSizing: 'border-box',
    });
    grip.textContent = '\u2194';
    this.names = [
      side(t('maps.sideImage'), { right: `${GRIP}px` }, '#fff'),
      side(t('maps.sideCounterpart'), { left: `${GRIP}px` }, cssColour(method)),
    ];
    element.append(line, grip, ...this.names);
    for (const name of KEPT_EVENTS) element.addEventListener(name, (event) => event.stopPropagation());
    element.addEventListener('pointerdown', this.begin);
    element.addEventListener('keydown', this.press);
    parent.append(element);
  }

  /** Sides are named only where there is a counterpart (without one both show the image) and room for the name. */
  show(share: number, named: boolean): void {
    this.share = share;
    const { clientWidth: width } = this.parent;
    const rooms = [share * width, (1 - share) * width - RIGHT_EDGE];
    for (const [i, name] of this.names.entries()) {
      const fits = width >= ROOM_FOR_NAMES && name.offsetWidth + GRIP / 2 <= rooms[i]!;
      name.style.visibility = named && fits ? 'visible' : 'hidden';
    }
    this.element.style.left = `${100 * share}%`;
    this.element.setAttribute('aria-valuenow', String(Math.round(100 * share)));
    this.element.setAttribute('aria-valuetext', t('maps.dividerAt', { percent: Math.round(100 * share) }));
  }

  dispose(): void {
    this.element.remove();
  }

  private readonly begin = (event: PointerEvent): void => {
    if (event.button !== 0) return;
    event.stopPropagation();
    const { element, parent } = this;
    const move = (moved: PointerEvent) => {
      const box = parent.getBoundingClientRect();
      const x = Math.min(Math.max(moved.clientX - box.left, GRIP / 2), box.width - RIGHT_EDGE);
      this.onMove(Math.max(0, x / box.width));
    };
    const end = () => {
      element.removeEventListener('pointermove', move);
      element.removeEventListener('pointerup', end);
      element.removeEventListener('pointercancel', end);
    };
    element.setPointerCapture(event.pointerId);
    element.addEventListener('pointermove', move);
    element.addEventListener('pointerup', end);
    element.addEventListener('pointercancel', end);
  };

  private readonly press = (event: KeyboardEvent): void => {
    const direction = { ArrowLeft: -1, ArrowRight: 1 }[event.key];
    if (!direction) return;
    event.preventDefault();
    event.stopPropagation();
    // kept here too: the next press may come before the next frame
    this.share = Math.min(Math.max(this.share + direction * KEY_STEP, 0), 1);
    this.onMove(this.share);
  };
}

function part(style: Partial<CSSStyleDeclaration>): HTMLElement {
  const element = document.createElement('div');
  Object.assign(element.style, { position: 'absolute', pointerEvents: 'none' }, style);
  return element;
}

function side(name: string, place: Partial<CSSStyleDeclaration>, colour: string): HTMLElement {
  const element = part({
    top: 'min(12%, 34px)', // above the name of the series, which reaches far into narrow viewports
    padding: '1px 6px',
    borderRadius: '3px',
    background: TEXT_BACKING,
    textShadow: TEXT_OUTLINE,
    color: colour,
    font: '11px/1.4 Inter, system-ui, sans-serif',
    whiteSpace: 'nowrap',
    ...place,
  });
  element.textContent = name;
  return element;
}
