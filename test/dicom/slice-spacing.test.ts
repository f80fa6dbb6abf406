import { describe, expect, it } from '@jest/globals';
import { feetToHead } from '@lacuna/core/dicom/frame-plan.ts';
import { measureSpacing } from '@lacuna/core/dicom/slice-spacing.ts';
import type { SourceInstance } from '@lacuna/core/dicom/source.ts';

const [sin, cos] = [Math.sin(0.35), Math.cos(0.35)];
const TILTED = [1, 0, 0, 0, cos, sin] as const;
/** Instances at the given heights along a tilted normal; the scanner states a spacing that is not true. */
const stack = (heights: readonly number[], orientation: SourceInstance['imageOrientationPatient'] = TILTED) =>
  heights.map((h, i) => ({
    sopInstanceUID: `2.25.${i + 1}`,
    sopClassUID: '1.2.840.10008.5.1.4.1.1.4',
    studyInstanceUID: '2.25.100',
    seriesInstanceUID: '2.25.101',
    rows: 4,
    columns: 4,
    pixelSpacing: [1, 1] as const,
    imagePositionPatient: [5, -sin * h, cos * h] as const,
    imageOrientationPatient: orientation,
    spacingBetweenSlices: 2,
  }));

describe('slice spacing', () => {
  it('comes from positions along the normal, in any order, not from what the source states', () => {
    expect(measureSpacing(stack([0, 6.5, 13, 19.5]))).toBeCloseTo(6.5, 6);
    expect(measureSpacing(stack([13, 0, 19.5, 6.5]))).toBeCloseTo(6.5, 6);
  });
  it('is not claimed for an uneven stack or a single slice', () => {
    expect(measureSpacing(stack([0, 6.958, 14.029]))).toBeUndefined();
    expect(measureSpacing(stack([3]))).toBeUndefined();
    expect(measureSpacing([])).toBeUndefined();
  });
});

describe('feetToHead', () => {
  it('orders by height towards the head, whichever way the normal points', () => {
    expect(feetToHead(stack([13, 0, 6]))).toEqual([1, 2, 0]);
    const turned = [1, 0, 0, 0, -cos, -sin] as const; // rows run to the front: the normal points to the feet
    expect(feetToHead(stack([13, 0, 6], turned))).toEqual([1, 2, 0]);
  });
});
