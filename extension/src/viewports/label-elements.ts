/** What the texts over an image are made of; styled in place, as OHIF's own styles surround them. */

/** CSS pixels of the width of a viewport from which our texts are as large as OHIF's own. */
export const LARGE_VIEWPORT = 900;
/** And from which there is room for all that is written. */
export const ROOM_FOR_ALL = 200;

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

export interface LabelPart {
  readonly text: string;
  /** Instead in a viewport without room for all; without it the part is left out there. */
  readonly short?: string;
  /** CSS; the colour of the line when absent. */
  readonly colour?: string;
  /** A small square before the text: plain in the colour, or hatched. */
  readonly swatch?: 'plain' | 'hatched';
  /** Colours from left to right instead of the square; CSS. */
  readonly gradient?: string;
}
/** Parts are set apart by a middle dot. */
export type LabelLine = readonly LabelPart[];

/** What stands over the image of a viewport, each where the head of a usual image is not. */
export interface PaneLabel {
  /** What is shown, with threshold and seed; at the lower edge. The first line is the heading. */
  readonly identity: readonly LabelLine[];
  /** What else must be known of it; lower left. */
  readonly notes: readonly LabelLine[];
  /** What the colours mean; upper right. */
  readonly legend: readonly LabelLine[];
  /** The value under the pointer; lower right. */
  readonly readout: LabelLine;
}

/** An absolutely placed part of a label, through which the mouse reaches the image. */
export function block(style: Partial<CSSStyleDeclaration>): HTMLElement {
  const element = document.createElement('div');
  Object.assign(element.style, { pointerEvents: 'none', transition: 'opacity 120ms' }, style);
  return element;
}

export function lineElement(parts: LabelLine): HTMLElement {
  const line = document.createElement('div');
  for (const { text, colour, swatch, gradient } of parts) {
    if (line.childElementCount > 0) line.append(dot());
    const part = document.createElement('span');
    part.style.display = 'inline-block'; // kept together, and broken only where it is wider than the viewport
    if (swatch) part.append(swatchElement(swatch, colour ?? '#fff'));
    if (gradient) part.append(gradientElement(gradient));
    part.append(text);
    part.className = PART;
    if (colour) part.style.color = colour;
    line.append(part);
  }
  return line;
}

const PART = 'lacuna-label-part';
const DOT = 'lacuna-label-dot';

function dot(): HTMLElement {
  const element = document.createElement('span');
  element.className = DOT;
  element.append(' \u00b7 ');
  return element;
}

/** What counts most is bold: the first line's names, or all that it says. */
export function asHeading(line: HTMLElement): void {
  const parts = [...line.querySelectorAll<HTMLElement>(`.${PART}`)];
  for (const part of parts) if (part.style.color !== '' || parts.length === 1) part.style.fontWeight = '600';
}

/** Its parts side by side and set apart by dots, or below each other. */
export function stacked(line: HTMLElement, below: boolean): void {
  for (const part of line.querySelectorAll<HTMLElement>(`.${PART}`))
    part.style.display = below ? 'block' : 'inline-block';
  for (const dot of line.querySelectorAll<HTMLElement>(`.${DOT}`)) dot.style.display = below ? 'none' : '';
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

function gradientElement(colours: string): HTMLElement {
  const bar = document.createElement('span');
  Object.assign(bar.style, {
    display: 'block',
    height: '9px',
    margin: '2px 0',
    border: '1px solid rgba(255, 255, 255, 0.55)',
    background: `linear-gradient(to right, ${colours})`,
  });
  return bar;
}
