import type { LayerId } from '../methods.ts';

export interface LayerLook {
  visible: boolean;
  /** Of the fill, 0..1. */
  opacity: number;
}

type Style = Readonly<Record<string, number | boolean>>;

/** A layer drawn earlier has a wider line, so that it is seen around the others where they mark the same region. */
const OUTLINE_WIDTHS: Readonly<Record<LayerId, number>> = {
  'latent-bernoulli': 4,
  'diffusion-ad': 3,
  consensus: 2,
};
const OUTLINE_OPACITY = 0.95;

/** Where cornerstone draws a layer: MPR and other volumes. */
export const drawnStyle = (layer: LayerId, opacity: number): Style => ({
  renderOutline: true,
  renderOutlineInactive: true,
  outlineWidth: OUTLINE_WIDTHS[layer],
  outlineWidthInactive: OUTLINE_WIDTHS[layer],
  outlineOpacity: OUTLINE_OPACITY,
  outlineOpacityInactive: OUTLINE_OPACITY,
  activeSegmentOutlineWidthDelta: 0,
  renderFill: true,
  renderFillInactive: true,
  fillAlpha: opacity,
  fillAlphaInactive: opacity,
});

/**
 * Where our own canvas draws it. Its shader looks at (2 w + 1)^2 labels for each pixel of the screen for an outline of
 * width w, and at one without. The fill is of no opacity rather than off, which cornerstone draws with 1 %.
 */
export const UNDRAWN_STYLE: Style = {
  renderOutline: false,
  renderOutlineInactive: false,
  outlineWidth: 0,
  outlineWidthInactive: 0,
  activeSegmentOutlineWidthDelta: 0,
  renderFill: true,
  renderFillInactive: true,
  fillAlpha: 0,
  fillAlphaInactive: 0,
};
