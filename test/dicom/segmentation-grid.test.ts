/** Writer, verifier and decoder over every kind of stack: what goes in comes out, bit by bit, on the right slice. */
import { describe, expect, test } from '@jest/globals';
import { decodeSegmentation } from '@lacuna/core/dicom/decode-segmentation.ts';
import { releaseSegmentation } from '@lacuna/core/dicom/release.ts';
import { verifySegmentation } from '@lacuna/core/dicom/segmentation-verifier.ts';
import { randomMasks, requestOf, segmentOf } from './support/request.ts';
import { grid } from './support/grid.ts';
import { ORDERS, PLAIN, seriesOf } from './support/series.ts';

describe('a written segmentation', () => {
  test('is checked over the whole grid', () => expect(grid).toHaveLength(144));

  test.each(grid)('lies on its source: %s', (_, shape) => {
    const source = seriesOf(shape);
    const masks = randomMasks(source, 7, 0.3, [0, 3]);
    const released = releaseSegmentation(requestOf(source, [segmentOf(masks)]));
    if (released.kind !== 'written') throw new Error(released.sentence);
    expect(released.frames).toBe(shape.count - 2);
    // the verifier has no say in this comparison
    expect(decodeSegmentation(released.bytes, source)[0]?.masks).toEqual(masks);
  });

  test('does not depend on the order of the instances', () => {
    const [ascending, ...others] = ORDERS.map((order) => {
      const source = seriesOf({ ...PLAIN, order });
      const byUid = new Map(randomMasks(seriesOf(PLAIN), 3).map((m, i) => [`2.25.77${i + 1}`, m]));
      const masks = source.map(({ sopInstanceUID }) => byUid.get(sopInstanceUID) ?? null);
      const released = releaseSegmentation(requestOf(source, [segmentOf(masks)]));
      return released.kind === 'written' ? decodeSegmentation(released.bytes, seriesOf(PLAIN)) : undefined;
    });
    expect(ascending).toBeDefined();
    for (const other of others) expect(other).toEqual(ascending);
  });

  test('holds two segments that overlap', () => {
    const source = seriesOf({ ...PLAIN, plane: 'double-oblique', order: 'shuffled' });
    const first = randomMasks(source, 1, 0.6, [2]);
    const second = randomMasks(source, 2, 0.6, [4]);
    const segments = [
      segmentOf(first),
      segmentOf(second, { method: 'diffusion-ad', label: 'Anomaly candidate, DiffusionAD', edited: true }),
    ];
    const released = releaseSegmentation(requestOf(source, segments));
    if (released.kind !== 'written') throw new Error(released.sentence);
    const decoded = decodeSegmentation(released.bytes, source);
    expect(decoded.map(({ masks }) => masks)).toEqual([first, second]);
    expect(decoded.map(({ algorithmType }) => algorithmType)).toEqual(['AUTOMATIC', 'SEMIAUTOMATIC']);
    expect(first.some((mask, i) => mask?.some((v, p) => v && second[i]?.[p]))).toBe(true);
    // verified without masks as well, as for a file from elsewhere
    expect(verifySegmentation(released.bytes, source)).toEqual({ kind: 'verified', frames: 10 });
  });

  test('leaves out a segment without pixels', () => {
    const source = seriesOf(PLAIN);
    const masks = randomMasks(source, 5);
    const segments = [segmentOf(source.map(() => null)), segmentOf(masks, { method: 'diffusion-ad' })];
    const released = releaseSegmentation(requestOf(source, segments));
    if (released.kind !== 'written') throw new Error(released.sentence);
    expect(decodeSegmentation(released.bytes, source).map((segment) => segment.masks)).toEqual([masks]);
  });

  test.each([
    ['no mask at all', () => null],
    ['masks of zeros', () => new Uint8Array(63)],
  ])('is not written for %s', (_, mask) => {
    const source = seriesOf(PLAIN);
    const released = releaseSegmentation(requestOf(source, [segmentOf(source.map(mask))]));
    expect(released).toEqual({ kind: 'empty', sentence: expect.stringMatching(/nothing to write/) });
  });
});
