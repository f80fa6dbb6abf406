import { LacunaError } from '../errors.ts';
import { sliceNormal } from '../imaging/orientation.ts';
import type { SegmentRequest } from './segmentation-types.ts';
import type { SourceInstance } from './source-instance.ts';
import { sourceKey } from './source-key.ts';

/** One frame of the object to be: a non-empty mask on one source instance. */
export interface PlannedFrame {
  /** From 1, without gaps. */
  readonly segmentNumber: number;
  readonly source: SourceInstance;
  /** Place of the instance among all source instances, feet to head, from 1. */
  readonly positionIndex: number;
  readonly mask: Uint8Array;
}

export interface FramePlan {
  readonly segments: readonly SegmentRequest[];
  readonly frames: readonly PlannedFrame[];
}

/**
 * Which frames are written and in which order: segment by segment, feet to head, each non-empty slice once.
 * @throws LacunaError `invalid-argument` when masks and instances do not belong together
 */
export function planFrames(
  source: readonly SourceInstance[],
  requested: readonly SegmentRequest[],
): FramePlan {
  for (const { masks, label } of requested) checkMasks(source, masks, label);
  const segments = requested.filter(({ masks }) => masks.some(isNonEmpty));
  const order = feetToHead(source);
  const frames = segments.flatMap(({ masks }, s) =>
    order.flatMap((index, place) => {
      const mask = masks[index];
      if (!isNonEmpty(mask)) return [];
      return [{ segmentNumber: s + 1, source: source[index]!, positionIndex: place + 1, mask }];
    }),
  );
  return { segments, frames };
}

/** Indices of the instances by height along the slice normal, turned to the head. */
export function feetToHead(source: readonly SourceInstance[]): number[] {
  const [nx, ny, nz] = sliceNormal(source[0]?.imageOrientationPatient ?? [1, 0, 0, 0, 1, 0]);
  const sign = nz < 0 ? -1 : 1;
  const height = source.map(({ imagePositionPatient: [x, y, z] }) => sign * (x * nx + y * ny + z * nz));
  return source.map((_, i) => i).sort((a, b) => height[a]! - height[b]!);
}

/** Whether segments share a pixel: SegmentsOverlap of the object. */
export function segmentsOverlap(frames: readonly PlannedFrame[]): boolean {
  const seen = new Map<string, Uint8Array>();
  for (const { source, mask } of frames) {
    const before = seen.get(sourceKey(source));
    if (before?.some((value, i) => value !== 0 && mask[i] !== 0)) return true;
    seen.set(sourceKey(source), before ? before.map((value, i) => value | mask[i]!) : mask);
  }
  return false;
}

function isNonEmpty(mask: Uint8Array | null | undefined): mask is Uint8Array {
  return mask?.some((value) => value !== 0) ?? false;
}

function checkMasks(
  source: readonly SourceInstance[],
  masks: readonly (Uint8Array | null)[],
  label: string,
): void {
  const wrong = masks.findIndex(
    (mask, i) => mask && mask.length !== (source[i]?.rows ?? 0) * (source[i]?.columns ?? 0),
  );
  if (masks.length === source.length && wrong < 0) return;
  throw new LacunaError(
    'invalid-argument',
    `The masks of "${label.slice(0, 64)}" do not fit the images of the series.`,
    {
      masks: masks.length,
      instances: source.length,
      wrong,
    },
  );
}
