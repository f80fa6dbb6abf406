import { describe, expect, it } from '@jest/globals';
import { packBits } from '@lacuna/core/dicom/bit-packing.ts';
import { planFrames, segmentsOverlap } from '@lacuna/core/dicom/frame-plan.ts';
import type { SegmentRequest } from '@lacuna/core/dicom/segmentation-types.ts';
import type { SourceInstance } from '@lacuna/core/dicom/source.ts';

const instance = (z: number): SourceInstance => ({
  sopInstanceUID: `2.25.${z + 1}`,
  sopClassUID: '1.2.840.10008.5.1.4.1.1.4',
  studyInstanceUID: '2.25.100',
  seriesInstanceUID: '2.25.101',
  rows: 1,
  columns: 3,
  pixelSpacing: [1, 1],
  imagePositionPatient: [0, 0, z],
  imageOrientationPatient: [1, 0, 0, 0, 1, 0],
});
const segment = (...masks: (readonly number[] | null)[]): SegmentRequest => ({
  method: 'diffusion-ad',
  label: 'Anomaly candidates',
  masks: masks.map((mask) => mask && Uint8Array.from(mask)),
  algorithm: { name: 'DiffusionAD', version: '1', parameters: {} },
});

describe('planFrames', () => {
  const source = [20, 0, 10].map(instance);

  it('takes each non-empty slice once per segment, feet to head, and leaves empty segments out', () => {
    const plan = planFrames(source, [
      segment([0, 0, 0], null, null),
      segment([1, 0, 0], [0, 1, 0], [0, 0, 0]),
      segment(null, null, [0, 0, 255]),
    ]);
    expect(plan.segments).toHaveLength(2);
    expect(
      plan.frames.map(({ segmentNumber, source: { imagePositionPatient }, positionIndex, mask }) => ({
        segmentNumber,
        z: imagePositionPatient[2],
        positionIndex,
        mask: [...mask],
      })),
    ).toEqual([
      { segmentNumber: 1, z: 0, positionIndex: 1, mask: [0, 1, 0] },
      { segmentNumber: 1, z: 20, positionIndex: 3, mask: [1, 0, 0] },
      { segmentNumber: 2, z: 10, positionIndex: 2, mask: [0, 0, 255] },
    ]);
  });

  it('refuses masks that do not belong to the images', () => {
    const code = expect.objectContaining({ code: 'invalid-argument' });
    expect(() => planFrames(source, [segment([1, 0, 0], null)])).toThrow(code);
    expect(() => planFrames(source, [segment([1, 0, 0, 0], null, null)])).toThrow(code);
  });

  it('sees whether segments share a pixel', () => {
    const overlap = (a: number[], b: number[]) =>
      segmentsOverlap(planFrames([instance(0)], [segment(a), segment(b)]).frames);
    expect(overlap([1, 0, 0], [0, 1, 1])).toBe(false);
    expect(overlap([1, 1, 0], [0, 255, 0])).toBe(true);
  });
});

describe('packBits', () => {
  it('puts the first pixel into the lowest bit and goes on across frames inside a byte', () => {
    // frames 100, 011, 101 -> bits 1,0,0,0,1,1,1,0 | 1 -> 0x71 0x01
    const frames = [
      [1, 0, 0],
      [0, 1, 255],
      [1, 0, 1],
    ].map((frame) => Uint8Array.from(frame));
    expect([...packBits(frames, 3)]).toEqual([0x71, 0x01]);
  });
  it('pads to an even number of bytes', () => {
    expect([...packBits([Uint8Array.of(1, 1, 1)], 3)]).toEqual([0x07, 0]);
    expect(packBits([new Uint8Array(17)], 17)).toHaveLength(4);
  });
});
