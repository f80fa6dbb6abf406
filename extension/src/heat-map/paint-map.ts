import { TABLE_SIZE, type ColourTable } from './colour-maps.ts';
import type { MapScale, Range } from './map-scale.ts';

/** How a map becomes colours: the table over a window of an axis. */
export interface Colouring {
  readonly table: ColourTable;
  readonly scale: MapScale;
  readonly window: Range;
}

/** Values of the map at which the next colour begins are looked up instead of computed for each pixel. */
const BINS = 4096;

/**
 * Writes the colours of `values` into `pixels` (RGBA, equal lengths). Values below the window are left transparent,
 * above it they have the last colour.
 */
export function paintMap(values: Float32Array, colouring: Colouring, pixels: Uint32Array): void {
  const { scale, window } = colouring;
  const [lowest, highest] = [scale.toValue(window[0]), scale.toValue(window[1])];
  const shades = shadesOf(colouring, lowest, highest);
  const perValue = highest > lowest ? (BINS - 1) / (highest - lowest) : 0;
  const last = shades[BINS - 1]!;
  for (let i = 0; i < values.length; i++) {
    const value = values[i]!;
    if (!(value > lowest)) pixels[i] = 0;
    else pixels[i] = value >= highest ? last : shades[((value - lowest) * perValue) | 0]!;
  }
}

const kept = new WeakMap<ColourTable, { key: string; shades: Uint32Array }>();

/** Colours at `BINS` map values evenly spaced over the window. */
function shadesOf({ table, scale, window }: Colouring, lowest: number, highest: number): Uint32Array {
  const key = `${scale.axis} ${lowest} ${highest} ${window.join(' ')}`;
  const old = kept.get(table);
  if (old?.key === key) return old.shades;
  const shades = Uint32Array.from({ length: BINS }, (_, bin) => {
    const position = scale.toAxis(lowest + (bin / (BINS - 1)) * (highest - lowest));
    const share = (position - window[0]) / (window[1] - window[0]);
    return table[Math.round(Math.min(Math.max(share, 0), 1) * (TABLE_SIZE - 1))]!;
  });
  kept.set(table, { key, shades });
  return shades;
}
