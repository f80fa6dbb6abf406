import { consensusMap, type ConsensusRule } from '@lacuna/core/anomaly/consensus.ts';
import { brainBox, SliceVariation } from '@lacuna/core/anomaly/variation.ts';
import type { DeliveredResult } from '@lacuna/core/inference/worker/delivered-result.ts';
import { LAYER_IDS, perLayer, type LayerId, type MethodId } from '../methods.ts';

/** Of all variations together; more seeds or slices than fit are refused before the run, not in the middle of it. */
export const VARIATION_BYTES = 512 * 2 ** 20;

/** How the maps of a series vary over the seeds: by layer and slice, feet to head. */
export class SeedsStore {
  private readonly slices: Record<LayerId, Map<number, SliceVariation>> = perLayer(() => new Map());
  /** Maps of the seed under way that wait for the other method's, to make the consensus. */
  private readonly waiting = new Map<number, Map<MethodId, Float32Array>>();

  constructor(
    private readonly columnsOf: (slice: number) => number,
    private readonly rangeOf: (layer: LayerId) => number,
    private readonly rule: ConsensusRule<MethodId> | undefined,
  ) {}

  get(layer: LayerId, slice: number): SliceVariation | undefined {
    return this.slices[layer].get(slice);
  }

  get bytes(): number {
    return LAYER_IDS.flatMap((layer) => [...this.slices[layer].values()]).reduce(
      (sum, { bytes }) => sum + bytes,
      0,
    );
  }

  /** The result of the next seed of a slice; seeds come one after the other. */
  add({ method, sliceIndex, anomalyMap, brainMask }: DeliveredResult): void {
    this.put(method, sliceIndex, anomalyMap, brainMask);
    const { rule } = this;
    if (!rule) return;
    const maps = this.waiting.get(sliceIndex) ?? new Map<MethodId, Float32Array>();
    maps.set(method, anomalyMap);
    this.waiting.set(sliceIndex, maps);
    if (rule.some((part) => !maps.has(part.method))) return;
    this.waiting.delete(sliceIndex);
    const both = Object.fromEntries(maps) as Record<MethodId, Float32Array>;
    this.put('consensus', sliceIndex, consensusMap(rule, both), brainMask);
  }

  private put(layer: LayerId, slice: number, map: Float32Array, brainMask: Uint8Array): void {
    const columns = this.columnsOf(slice);
    const known =
      this.slices[layer].get(slice) ??
      new SliceVariation(columns, map.length, brainBox(brainMask, columns), this.rangeOf(layer));
    known.add(map);
    this.slices[layer].set(slice, known);
  }
}
