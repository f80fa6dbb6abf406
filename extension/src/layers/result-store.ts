import type { SliceResult } from '@lacuna/core/inference/detector.ts';
import { METHOD_IDS, type MethodId } from '../methods.ts';

export interface StoredResult {
  status: SliceResult['status'];
  score: number;
  /** Source grid, never written to. */
  anomalyMap: Float32Array;
  backend: string;
}

/** The anomaly maps of the open series, by method and slice (feet to head), kept so that a threshold needs no inference. */
export class ResultStore {
  private readonly results: Record<MethodId, Map<number, StoredResult>> = {
    'latent-bernoulli': new Map(),
    'diffusion-ad': new Map(),
  };

  add(result: SliceResult, backend: string): void {
    const { status, score, anomalyMap } = result;
    this.results[result.method].set(result.sliceIndex, { status, score, anomalyMap, backend });
  }

  get(method: MethodId, sliceIndex: number): StoredResult | undefined {
    return this.results[method].get(sliceIndex);
  }

  sliceIndices(method: MethodId): number[] {
    return [...this.results[method].keys()];
  }

  /** Every back-end that contributed to a method's results, in words. */
  backends(method: MethodId): string[] {
    return [...new Set([...this.results[method].values()].map((result) => result.backend))];
  }

  clear(): void {
    for (const method of METHOD_IDS) this.results[method].clear();
  }
}
