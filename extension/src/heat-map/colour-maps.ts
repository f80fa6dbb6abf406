import { rgb } from 'd3-color';
import {
  interpolateCividis,
  interpolateInferno,
  interpolatePuOr,
  interpolateViridis,
} from 'd3-scale-chromatic';
import { LAYER_COLOURS, type LayerId, type Rgb } from '../methods.ts';

/**
 * Colour maps of rising lightness, so that they read the same in grey and to people who see fewer colours; `method`
 * is one hue, the layer's own. All but `method` are the published tables, from d3-scale-chromatic.
 */
export const COLOUR_MAP_IDS = ['inferno', 'viridis', 'cividis', 'method'] as const;
export type ColourMapId = (typeof COLOUR_MAP_IDS)[number];

export const TABLE_SIZE = 256;
/** Share of the window over which a map fades in above its lower end: no hard edge where nothing changes in the map. */
const FADE_IN = 0.12;
/** The darkest part of the published tables, left out: black over a grey image looks like anatomy. */
const DARKEST = 0.18;

/** `TABLE_SIZE` pixels as a canvas keeps them (RGBA bytes), not premultiplied. */
export type ColourTable = Uint32Array;

type Interpolator = (t: number) => string;
const PUBLISHED: Readonly<Record<Exclude<ColourMapId, 'method'>, Interpolator>> = {
  inferno: interpolateInferno,
  viridis: interpolateViridis,
  cividis: interpolateCividis,
};

/** Colour at 0..1 of the window. */
export function colourAt(id: ColourMapId, layer: LayerId, t: number): Rgb {
  if (id === 'method') return ofOneHue(LAYER_COLOURS[layer], t);
  return parse(PUBLISHED[id](DARKEST + (1 - DARKEST) * t));
}

/** From transparent at the lower end of the window to opaque; `opacity` is the caller's business when it draws. */
export function colourTable(id: ColourMapId, layer: LayerId): ColourTable {
  return table((t) => ({ colour: colourAt(id, layer, t), alpha: Math.min(1, t / FADE_IN) }));
}

/** Purple over clear to orange: below and above 0, which lies in the middle of the table and is transparent. */
export function divergingTable(): ColourTable {
  return table((t) => ({ colour: divergingAt(t), alpha: Math.min(1, Math.abs(2 * t - 1) / (2 * FADE_IN)) }));
}

/** 0: darker than expected, 1: brighter. The pale middle of the published map is left out: it is transparent there. */
export function divergingAt(t: number): Rgb {
  const side = Math.abs(2 * t - 1);
  const away = 0.15 + 0.3 * side;
  return parse(interpolatePuOr(t > 0.5 ? 0.5 + away : 0.5 - away)); // runs from purple to orange
}

function ofOneHue([red, green, blue]: Rgb, t: number): Rgb {
  const dark = 0.35;
  const share = dark + (1 - dark) * Math.min(1, t / 0.75);
  const white = Math.max(0, (t - 0.75) / 0.25) * 0.6;
  const mix = (value: number) => Math.round(value * share + (255 - value * share) * white);
  return [mix(red), mix(green), mix(blue)];
}

function parse(text: string): Rgb {
  const { r, g, b } = rgb(text);
  return [r, g, b];
}

function table(at: (t: number) => { colour: Rgb; alpha: number }): ColourTable {
  const bytes = new Uint8ClampedArray(4 * TABLE_SIZE);
  for (let i = 0; i < TABLE_SIZE; i++) {
    const { colour, alpha } = at(i / (TABLE_SIZE - 1));
    bytes.set([...colour, Math.round(255 * alpha)], 4 * i);
  }
  return new Uint32Array(bytes.buffer);
}
