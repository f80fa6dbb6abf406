import type { SliceGeometry } from '../../imaging/series.ts';
import { unpackMap, unpackMask } from '../compact-result.ts';
import type { MethodId, SliceResult } from '../detector.ts';
import { brainMaskOnSource, mapOnSource, traceOnSource } from '../grid-result.ts';
import type { LatestMapping } from '../latest-mapping.ts';
import type { WireResult } from './protocol.ts';
import type { ResultOrigin } from './result-cache.ts';

/**
 * A result as the page gets it. The arrays are on the source grid, row-major, rows * columns, and are made anew from
 * the few kilobytes that are kept each time they are read: hold on to them while you need them.
 */
export interface DeliveredResult {
  readonly sliceKey: string;
  readonly sliceIndex: number;
  readonly method: MethodId;
  readonly status: SliceResult['status'];
  readonly score: number;
  readonly elapsedMs: number;
  /** Whether it was computed now, or found among the results of earlier runs. */
  readonly from: ResultOrigin;
  /** Continuous, within the method's mapRange, 0 outside the brain. */
  readonly anomalyMap: Float32Array;
  /** 1 inside the brain. */
  readonly brainMask: Uint8Array;
  /** The flips of each step, where the run asked for them. */
  readonly trace?: SliceResult['trace'];
  /** Denoiser calls made, where the run asked for several: fewer if the chain settled. */
  readonly stepsMade?: number | undefined;
}

export class DeliveredSlice implements DeliveredResult {
  constructor(
    private readonly wire: WireResult,
    private readonly geometry: SliceGeometry,
    private readonly mappings: LatestMapping,
  ) {}

  get sliceKey(): string {
    return this.wire.sliceKey;
  }
  get sliceIndex(): number {
    return this.wire.sliceIndex;
  }
  get method(): MethodId {
    return this.wire.method;
  }
  get status(): SliceResult['status'] {
    return this.wire.packed.status;
  }
  get score(): number {
    return this.wire.packed.score;
  }
  get elapsedMs(): number {
    return this.wire.elapsedMs;
  }
  get from(): ResultOrigin {
    return this.wire.from;
  }
  get stepsMade(): number | undefined {
    return this.wire.packed.stepsMade;
  }
  get anomalyMap(): Float32Array {
    const { packed } = this.wire;
    const mapping = this.mappings.of(this.geometry);
    return mapOnSource({ anomalyMap: unpackMap(packed) }, this.brainMask, mapping);
  }
  get trace(): SliceResult['trace'] {
    return traceOnSource(this.wire, this.brainMask, this.mappings.of(this.geometry));
  }
  get brainMask(): Uint8Array {
    return brainMaskOnSource({ mask: unpackMask(this.wire.packed) }, this.mappings.of(this.geometry));
  }
}
