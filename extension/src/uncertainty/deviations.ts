import type { SliceVariation } from '@lacuna/core/anomaly/variation.ts';
import { LRUCache } from 'lru-cache';
import type { LayerId } from '../methods.ts';

/** Of maps made from what is kept of the seeds; a plane through all slices looks at each of them in every frame. */
const KEPT_BYTES = 64 * 2 ** 20;

/** What is known of a slice (feet to head) of a layer; undefined where no seeds were run. */
export type VariationOfSlice = (layer: LayerId, sliceIndex: number) => SliceVariation | undefined;

/** Standard deviations over the seeds, made when a slice is first drawn. */
export class Deviations {
  private readonly maps = new LRUCache<SliceVariation, { count: number; map: Float32Array }>({
    maxSize: KEPT_BYTES,
    sizeCalculation: ({ map }) => map.byteLength || 1,
  });

  constructor(private readonly variation: VariationOfSlice) {}

  /** Source grid, unit of the layer's map, never written to; null where no two seeds were run. */
  get(layer: LayerId, sliceIndex: number): Float32Array | null {
    const variation = this.variation(layer, sliceIndex);
    if (!variation || variation.count < 2) return null;
    const { count } = variation;
    const kept = this.maps.get(variation);
    if (kept?.count === count) return kept.map;
    const map = variation.deviation();
    this.maps.set(variation, { count, map });
    return map;
  }
}
