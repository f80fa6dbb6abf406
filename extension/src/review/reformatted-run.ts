import { sliceScore } from '@lacuna/core/anomaly/score.ts';
import { type AxialView, putOnSource } from '@lacuna/core/imaging/reformat.ts';
import type { DeliveredResult } from '@lacuna/core/inference/worker/delivered-result.ts';
import type { StoredResult } from '../layers/result-store.ts';
import type { MethodId } from '../methods.ts';

interface Gathered {
  readonly arrived: Set<number>;
  readonly maps: readonly Float32Array[];
  readonly brainMasks: readonly Uint8Array[];
}

/**
 * Results of axial slices of a sagittal or coronal series on their way back to its images. An image crosses all of the
 * axial slices, so nothing can be shown of a method before the last of them is there.
 */
export class ReformattedRun {
  private readonly methods = new Map<MethodId, Gathered>();

  constructor(private readonly view: AxialView) {}

  /** The results of all images, in their order, when this was the last axial slice of its method; else undefined. */
  add(result: DeliveredResult, backend: string): StoredResult[] | undefined {
    const { view } = this;
    const { method, sliceIndex } = result;
    const gathered = this.methods.get(method) ?? this.begin(method);
    putOnSource(view, sliceIndex, result.anomalyMap, gathered.maps);
    putOnSource(view, sliceIndex, result.brainMask, gathered.brainMasks);
    gathered.arrived.add(sliceIndex);
    if (gathered.arrived.size < view.geometries.length) return undefined;
    this.methods.delete(method);
    return gathered.maps.map((anomalyMap, image) => {
      const brainMask = gathered.brainMasks[image]!;
      return {
        status: brainMask.includes(1) ? 'done' : 'no-brain',
        score: sliceScore(anomalyMap),
        backend,
        anomalyMap,
        brainMask,
      };
    });
  }

  private begin(method: MethodId): Gathered {
    const { sourceSlices, sourcePixels } = this.view;
    const images = { length: sourceSlices };
    const gathered = {
      arrived: new Set<number>(),
      maps: Array.from(images, () => new Float32Array(sourcePixels)),
      brainMasks: Array.from(images, () => new Uint8Array(sourcePixels)),
    };
    this.methods.set(method, gathered);
    return gathered;
  }
}
