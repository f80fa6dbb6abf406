import { LAYER_IDS, LAYER_NAMES } from '../methods.ts';
import { t } from '../text/t.ts';
import type { KeyId } from './key-list.ts';

/** What a key does, in a few words. */
export function keyName(id: KeyId): string {
  const layer = LAYER_IDS.find((method) => id === `layer-${method}`);
  if (layer) return t('keys.layer', { name: LAYER_NAMES[layer] });
  return t(`keys.${id as Exclude<KeyId, `layer-${string}`>}`);
}
