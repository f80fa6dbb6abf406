import type { SliceResult } from '@lacuna/core/inference/detector.ts';
import { LAYER_IDS, perLayer, type LayerId } from '../methods.ts';

export interface StoredResult {
  status: SliceResult['status'];
  score: number;
  /** Source grid, never written to. */
  anomalyMap: Float32Array;
  backend: string;
}

/** The anomaly maps of the open series, by layer and slice (feet to head), kept so that a threshold needs no inference. */
export class ResultStore {
  private readonly results: Record<LayerId, Map<number, StoredResult>> = perLayer(() => new Map());

  /** A result of a method as it comes from the worker. */
  add({ method, sliceIndex, status, score, anomalyMap }: SliceResult, backend: string): void {
    this.put(method, sliceIndex, { status, score, anomalyMap, backend });
  }

  put(layer: LayerId, sliceIndex: number, result: StoredResult): void {
    this.results[layer].set(sliceIndex, result);
  }

  get(method: LayerId, sliceIndex: number): StoredResult | undefined {
    return this.results[method].get(sliceIndex);
  }

  /** Feet to head. */
  sliceIndices(method: LayerId): number[] {
    return [...this.results[method].keys()].sort((a, b) => a - b);
  }

  /** Ids of all back-ends that contributed to a method's results. */
  backends(method: LayerId): string[] {
    return [...new Set([...this.results[method].values()].flatMap(({ backend }) => backend.split('+')))];
  }

  /** Without the results of one layer. */
  drop(layer: LayerId): void {
    this.results[layer].clear();
  }

  clear(): void {
    for (const method of LAYER_IDS) this.results[method].clear();
  }
}
