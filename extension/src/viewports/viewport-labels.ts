import type { Host } from '../host/host.ts';
import { t } from '../text/t.ts';

/** Behind text on images; light, because anatomy lies below it. */
export const TEXT_BACKING = 'rgba(0, 0, 0, 0.5)';
const ONE_PIXEL_AROUND = [
  '1px 0',
  '-1px 0',
  '0 1px',
  '0 -1px',
  '1px 1px',
  '-1px -1px',
  '1px -1px',
  '-1px 1px',
];
/** Around each letter, so that it is read on the whitest image. */
export const TEXT_OUTLINE = ONE_PIXEL_AROUND.map((offset) => `${offset} 0 #000`).join(', ');

const LABEL_CLASS = 'lacuna-viewport-label';

export interface LabelPart {
  readonly text: string;
  /** CSS; the colour of the line when absent. */
  readonly colour?: string;
  /** A small square before the text: plain in the colour, or hatched. */
  readonly swatch?: 'plain' | 'hatched';
}
/** Parts are set apart by a middle dot. */
export type LabelLine = readonly LabelPart[];

/**
 * Says in a viewport what it shows: layers in their colours, threshold and seed, and that it is for research.
 * Plain elements inside cornerstone's own element, which the viewer's React does not manage.
 */
export class ViewportLabels {
  private readonly labels = new Map<string, { element: HTMLElement; shown: string }>();

  constructor(private readonly host: Host) {}

  /** No lines, no label. The first line is the heading. */
  set(viewportId: string, lines: readonly LabelLine[]): void {
    const element: HTMLElement | undefined =
      this.host.services.cornerstoneViewportService.getCornerstoneViewport(viewportId)?.element;
    const old = this.labels.get(viewportId);
    if (!element || lines.length === 0) {
      old?.element.remove();
      this.labels.delete(viewportId);
      return;
    }
    const kept = old?.element.parentElement === element ? old : undefined;
    if (old && !kept) old.element.remove();
    const label = kept ?? { element: element.appendChild(createLabel()), shown: '' };
    this.labels.set(viewportId, label);
    const shown = JSON.stringify(lines);
    if (label.shown === shown) return;
    label.shown = shown;
    const research = lineElement([{ text: t('panel.researchUse'), colour: 'rgba(255, 255, 255, 0.8)' }]);
    label.element.replaceChildren(...lines.map(lineElement), research);
    (label.element.firstElementChild as HTMLElement).style.fontWeight = '600';
  }

  /** Takes away the labels of viewports that are gone. */
  keepOnly(viewportIds: readonly string[]): void {
    for (const [viewportId, { element }] of this.labels) {
      if (viewportIds.includes(viewportId)) continue;
      element.remove();
      this.labels.delete(viewportId);
    }
  }

  dispose(): void {
    this.keepOnly([]);
  }
}

function createLabel(): HTMLElement {
  const label = document.createElement('div');
  label.className = LABEL_CLASS;
  Object.assign(label.style, {
    position: 'absolute',
    bottom: '50px', // above the window and the image number, which fill the corners of a narrow viewport
    left: '50%',
    transform: 'translateX(-50%)',
    pointerEvents: 'none',
    padding: '2px 8px',
    borderRadius: '4px',
    background: TEXT_BACKING,
    textShadow: TEXT_OUTLINE,
    color: 'rgba(255, 255, 255, 0.92)',
    font: '11px/1.35 Inter, system-ui, sans-serif',
    fontVariantNumeric: 'tabular-nums',
    textAlign: 'center',
    width: 'max-content',
    maxWidth: 'calc(100% - 48px)',
    zIndex: '7', // over the divider
  });
  return label;
}

function lineElement(parts: LabelLine): HTMLElement {
  const line = document.createElement('div');
  for (const { text, colour, swatch } of parts) {
    if (line.childElementCount > 0) line.append(' \u00b7 ');
    const part = document.createElement('span');
    part.style.display = 'inline-block'; // kept together, and broken only where it is wider than the viewport
    if (swatch) part.append(swatchElement(swatch, colour ?? '#fff'));
    part.append(text);
    if (colour) part.style.color = colour;
    line.append(part);
  }
  return line;
}

function swatchElement(kind: 'plain' | 'hatched', colour: string): HTMLElement {
  const swatch = document.createElement('span');
  const hatched = `repeating-linear-gradient(45deg, ${colour} 0 2px, transparent 2px 4px)`;
  Object.assign(swatch.style, {
    display: 'inline-block',
    width: '9px',
    height: '9px',
    marginRight: '4px',
    border: `1px solid ${colour}`,
    background: kind === 'hatched' ? hatched : colour,
  });
  return swatch;
}
