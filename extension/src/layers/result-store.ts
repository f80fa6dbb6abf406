import type { DeliveredResult } from '@lacuna/core/inference/worker/delivered-result.ts';
import { LRUCache } from 'lru-cache';
import { LAYER_IDS, perLayer, type LayerId, type MethodId } from '../methods.ts';

export interface StoredResult {
  readonly status: DeliveredResult['status'];
  readonly score: number;
  readonly backend: string;
  /** Denoiser calls made, where the run asked for several. */
  readonly stepsMade?: number | undefined;
  /** Source grid, never written to. Made at reading where it is not among those kept: see `MAPS_BYTES`. */
  readonly anomalyMap: Float32Array;
  /** 1 inside the brain, source grid, never written to; made at each reading. */
  readonly brainMask?: Uint8Array;
}

/** Gives the pseudo-healthy image of a slice; see `ResultStore.reconstruction`. */
export type FetchReconstruction = (
  method: MethodId,
  sliceIndex: number,
  signal?: AbortSignal,
) => Promise<Float32Array>;

/**
 * Maps on the source grid take rows * columns * 4 bytes each, 1.6 GB for 512 slices of 512 x 512 and three layers. What
 * is kept of every result is what the models said, some 25 kB; of the maps made from it, the last used up to this sum.
 */
const MAPS_BYTES = 192 * 2 ** 20;

/** The results of the open series, by layer and slice (feet to head), kept so that a threshold needs no inference. */
export class ResultStore {
  /** Grows when all results are cleared: what was said of the old ones does not hold for new ones. */
  generation = 0;
  private readonly results: Record<LayerId, Map<number, { stored: StoredResult; given: StoredResult }>> =
    perLayer(() => new Map());
  private readonly maps: LRUCache<object, Float32Array>;
  private fetchReconstruction: FetchReconstruction | undefined;

  constructor(mapsBytes = MAPS_BYTES) {
    this.maps = new LRUCache({ maxSize: mapsBytes, sizeCalculation: (map) => map.byteLength || 1 });
  }

  /** A result of a method as it comes from the worker. */
  add(result: DeliveredResult, backend: string): void {
    const { status, score, stepsMade } = result;
    this.put(result.method, result.sliceIndex, {
      status,
      score,
      backend,
      stepsMade,
      get anomalyMap() {
        return result.anomalyMap;
      },
      get brainMask() {
        return result.brainMask;
      },
    });
  }

  /**
   * `result.anomalyMap` is read when it is needed, and again after it was not used for long.
   * @param map the same, where it is at hand
   */
  put(layer: LayerId, sliceIndex: number, result: StoredResult, map?: Float32Array): void {
    this.forget(layer, sliceIndex);
    const { status, score, backend, stepsMade } = result;
    const { maps } = this;
    const mapOf = (key: object): Float32Array => {
      const map = maps.get(key) ?? result.anomalyMap;
      maps.set(key, map);
      return map;
    };
    const stored: StoredResult = {
      status,
      score,
      backend,
      stepsMade,
      get anomalyMap() {
        return mapOf(this);
      },
      get brainMask() {
        return result.brainMask;
      },
    };
    this.results[layer].set(sliceIndex, { stored, given: result });
    if (map) maps.set(stored, map);
  }

  get(method: LayerId, sliceIndex: number): StoredResult | undefined {
    return this.results[method].get(sliceIndex)?.stored;
  }

  /** As it was put, without the map that is kept here: for a store that takes its place. */
  given(method: LayerId, sliceIndex: number): StoredResult | undefined {
    return this.results[method].get(sliceIndex)?.given;
  }

  /** Feet to head. */
  sliceIndices(method: LayerId): number[] {
    return [...this.results[method].keys()].sort((a, b) => a - b);
  }

  /** Ids of all back-ends that contributed to a method's results. */
  backends(method: LayerId): string[] {
    return [
      ...new Set([...this.results[method].values()].flatMap(({ stored }) => stored.backend.split('+'))),
    ];
  }

  /** Bytes of maps on the source grid held at present. */
  get mapBytes(): number {
    return this.maps.calculatedSize;
  }

  /** From where reconstructions come; set by whoever runs the series. */
  reconstructFrom(fetch: FetchReconstruction): void {
    this.fetchReconstruction = fetch;
  }

  /**
   * The pseudo-healthy image of a slice that has a result, source grid, modality units, the source's own pixels outside
   * the brain. It is not kept here: the worker has it still, or computes it again with the same bits.
   * @throws LacunaError `cancelled` | ...; undefined without a result
   */
  async reconstruction(
    method: MethodId,
    sliceIndex: number,
    signal?: AbortSignal,
  ): Promise<Float32Array | undefined> {
    if (!this.get(method, sliceIndex)) return undefined;
    return this.fetchReconstruction?.(method, sliceIndex, signal);
  }

  /** Without the results of one layer. */
  drop(layer: LayerId): void {
    for (const sliceIndex of this.results[layer].keys()) this.forget(layer, sliceIndex);
  }

  clear(): void {
    this.generation++;
    for (const layer of LAYER_IDS) this.drop(layer);
  }

  private forget(layer: LayerId, sliceIndex: number): void {
    const result = this.results[layer].get(sliceIndex);
    if (result) this.maps.delete(result.stored);
    this.results[layer].delete(sliceIndex);
  }
}
