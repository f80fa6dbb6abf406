import { LAYER_NAMES, SHORT_NAMES } from '../methods.ts';
import { t } from '../text/t.ts';
import type { ShownMap } from './shown-map.ts';

/** For controls and readers of the screen: the layer whose map it is, or whose variation. */
export function mapName({ kind, layer }: ShownMap): string {
  const name = LAYER_NAMES[layer];
  return kind === 'anomaly' ? name : t('uncertainty.variationOf', { name });
}

/** Over a colour bar; in the colour of the layer, whose name a variation has no room for. */
export function shortMapName({ kind, layer }: ShownMap): string {
  return kind === 'anomaly' ? SHORT_NAMES[layer] : t('uncertainty.variation');
}
