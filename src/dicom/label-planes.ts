import { LacunaError } from '../errors.ts';
import { feetToHead, type FramePlan } from './frame-plan.ts';
import type { SourceInstance } from './source-instance.ts';
import { sourceKey } from './source-key.ts';

/** One frame of a label map: the segments' numbers on one source instance, 0 for none. */
export interface LabelPlane {
  readonly source: SourceInstance;
  /** Place of the instance among all source instances, feet to head, from 1. */
  readonly positionIndex: number;
  readonly labels: Uint8Array;
}

/** What fits a pixel of 8 bits beside the background. */
const MOST_LABELS = 255;

/**
 * The planes of a label map, feet to head, each non-empty slice once.
 * @throws LacunaError `invalid-argument` where two segments want the same pixel, or for more than 255 segments
 */
export function labelPlanes(source: readonly SourceInstance[], plan: FramePlan): readonly LabelPlane[] {
  if (plan.segments.length > MOST_LABELS) {
    throw new LacunaError(
      'invalid-argument',
      `A label map holds at most ${MOST_LABELS} segments. Export a binary segmentation instead.`,
    );
  }
  const planes = new Map<string, Uint8Array>();
  for (const { source: instance, segmentNumber, mask } of plan.frames) {
    const labels = planes.get(sourceKey(instance)) ?? new Uint8Array(mask.length);
    planes.set(sourceKey(instance), labels);
    for (let i = 0; i < mask.length; i++) {
      if (mask[i] === 0) continue;
      if (labels[i] !== 0) throw overlapping();
      labels[i] = segmentNumber;
    }
  }
  return feetToHead(source).flatMap((index, place) => {
    const instance = source[index]!;
    const labels = planes.get(sourceKey(instance));
    return labels ? [{ source: instance, positionIndex: place + 1, labels }] : [];
  });
}

function overlapping(): LacunaError {
  return new LacunaError(
    'invalid-argument',
    'The segments overlap, which a label map cannot hold. Export one label map for each method, or a binary segmentation.',
  );
}
