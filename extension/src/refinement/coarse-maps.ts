import type { LayerId, MethodId } from '../methods.ts';

/** What a chain of denoiser calls says of a slice while it goes on. */
export interface CoarseMap {
  /** Calls behind it, from 1, and of the whole chain. */
  readonly step: number;
  readonly steps: number;
  /** Source grid, never written to. */
  readonly anomalyMap: Float32Array;
}

/**
 * Maps that are not results yet, apart from the results: they are painted and labelled, and nothing else. Each lives until
 * its slice has its result or the run ends; there are as many as slices that are being refined, a few.
 */
export class CoarseMaps {
  private readonly maps = new Map<string, CoarseMap>();

  get(layer: LayerId, sliceIndex: number): CoarseMap | undefined {
    return this.maps.get(keyOf(layer, sliceIndex));
  }

  put(method: MethodId, sliceIndex: number, map: CoarseMap): void {
    this.maps.set(keyOf(method, sliceIndex), map);
  }

  /** Whether there was one. */
  remove(method: MethodId, sliceIndex: number): boolean {
    return this.maps.delete(keyOf(method, sliceIndex));
  }

  /** Whether there were any. */
  clear(): boolean {
    const any = this.maps.size > 0;
    this.maps.clear();
    return any;
  }
}

const keyOf = (layer: LayerId, sliceIndex: number): string => `${layer} ${sliceIndex}`;
