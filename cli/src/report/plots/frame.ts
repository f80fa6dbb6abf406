import { scaleLinear, type ScaleLinear } from 'd3-scale';
import { markup, type Markup } from '../markup.ts';

export interface Axis {
  domain: readonly [number, number];
  label: string;
  /** About how many, or which. */
  ticks?: number | readonly number[];
  format?: (value: number) => string;
}

export interface Frame {
  /** Heard instead of seen: what is plotted against what. */
  description: string;
  x: Axis;
  y: Axis;
  width?: number;
  height?: number;
}

export type Scale = ScaleLinear<number, number>;

const MARGIN = { top: 12, right: 14, bottom: 42, left: 52 };

const plain = (value: number): string => String(Number(value.toPrecision(6)));

/** A plot with axes, grid and labels; `draw` places its marks with the two scales (data to user units of the SVG). */
export function plot(frame: Frame, draw: (x: Scale, y: Scale) => Markup): Markup {
  const { width = 420, height = 320 } = frame;
  const x = scaleLinear(frame.x.domain, [MARGIN.left, width - MARGIN.right]);
  const y = scaleLinear(frame.y.domain, [height - MARGIN.bottom, MARGIN.top]);
  const [left, right] = x.range() as [number, number];
  const [bottom, top] = y.range() as [number, number];
  const formatX = frame.x.format ?? plain;
  const formatY = frame.y.format ?? plain;
  const ticksX = ticksOf(frame.x, x);
  const ticksY = ticksOf(frame.y, y);
  return markup`<svg
    class="plot"
    viewBox="0 0 ${width} ${height}"
    width="${width}"
    height="${height}"
    role="img"
    aria-label="${frame.description}"
  >
    <g class="grid">
      ${ticksX.map((t) => markup`<line x1="${at(x(t))}" x2="${at(x(t))}" y1="${top}" y2="${bottom}" />`)}${ticksY.map((t) => markup`<line x1="${left}" x2="${right}" y1="${at(y(t))}" y2="${at(y(t))}" />`)}
    </g>
    <g class="ticks middle">
      ${ticksX.map((t) => markup`<text x="${at(x(t))}" y="${bottom + 16}">${formatX(t)}</text>`)}
    </g>
    <g class="ticks end">
      ${ticksY.map((t) => markup`<text x="${left - 7}" y="${at(y(t) + 4)}">${formatY(t)}</text>`)}
    </g>
    <text class="axis middle" x="${(left + right) / 2}" y="${height - 6}">${frame.x.label}</text>
    <text class="axis middle" transform="translate(13 ${(top + bottom) / 2}) rotate(-90)">
      ${frame.y.label}
    </text>
    ${draw(x, y)}
  </svg>`;
}

const ticksOf = ({ ticks = 5 }: Axis, scale: Scale): readonly number[] =>
  typeof ticks === 'number' ? scale.ticks(ticks) : ticks;

/** A coordinate with at most two digits: enough for a screen, and a third of the bytes. */
export const at = (value: number): number => Math.round(value * 100) / 100;

/** The upper end of an axis that starts at 0: just above the largest value, on a round number. */
export function roundedTop(values: readonly number[], atLeast: number): number {
  const largest = Math.max(atLeast, ...values.filter((v) => Number.isFinite(v)));
  return scaleLinear([0, largest], [0, 1]).nice(5).domain()[1]!;
}
