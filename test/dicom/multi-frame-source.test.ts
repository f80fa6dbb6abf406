/** Results on frames of an Enhanced MR: every frame of the object names the source frame, and a wrong one is seen. */
import { describe, expect, test } from '@jest/globals';
import { decodeParametricMap } from '@lacuna/core/dicom/parametric-map-file.ts';
import { decodeSegmentation } from '@lacuna/core/dicom/decode-segmentation.ts';
import { releaseMeasurementReport } from '@lacuna/core/dicom/release-measurement-report.ts';
import { verifyParametricMap } from '@lacuna/core/dicom/parametric-map-verifier.ts';
import { verifySegmentation } from '@lacuna/core/dicom/segmentation-verifier.ts';
import { writeParametricMap } from '@lacuna/core/dicom/parametric-map-writer.ts';
import { writeSegmentation } from '@lacuna/core/dicom/segmentation-writer.ts';
import type { SourceInstance } from '@lacuna/core/dicom/source.ts';
import { mapRequest, randomMaps } from './support/map-request.ts';
import { randomMasks, requestOf, segmentOf } from './support/request.ts';
import { reportRequest } from './support/report-request.ts';
import { ORDERS, PLAIN, seriesOf } from './support/series.ts';
import { type Elements, itemsOf, tamper } from './support/tamper.ts';

const ENHANCED_MR = '1.2.840.10008.5.1.4.1.1.4.1';
/** The slices of a series as the frames of one instance; frame numbers run against the order in space. */
const enhanced = (slices: readonly SourceInstance[]): SourceInstance[] =>
  slices.map((slice, i) => ({
    ...slice,
    sopClassUID: ENHANCED_MR,
    sopInstanceUID: '2.25.7700',
    instanceNumber: 1,
    frameNumber: slices.length - i,
  }));

function written(source: readonly SourceInstance[], masks: (Uint8Array | null)[]) {
  const result = writeSegmentation(requestOf(source, [segmentOf(masks)]));
  if (result.kind !== 'written') throw new Error(result.sentence);
  return result.bytes;
}
const sourceImage = (elements: Elements, frame: number) => {
  const groups = itemsOf(elements, '52009230')[frame];
  return itemsOf(itemsOf(groups, '00089124')[0], '00082112')[0]!;
};

describe.each(ORDERS)('frames %s', (order) => {
  const source = enhanced(seriesOf({ ...PLAIN, order, plane: 'double-oblique', gaps: [5, 6] }));
  const masks = randomMasks(source, 3, 0.3, [1]);

  test('a SEG refers to frames, is verified, and comes back mask by mask', () => {
    const bytes = written(source, masks);
    expect(verifySegmentation(bytes, source, [segmentOf(masks)])).toMatchObject({ kind: 'verified' });
    expect(decodeSegmentation(bytes, source)[0]!.masks).toEqual(masks);
  });

  test('a Parametric Map too', () => {
    const maps = randomMaps(source, 5, [2]);
    const result = writeParametricMap(mapRequest(source, maps));
    if (result.kind !== 'written') throw new Error(result.sentence);
    expect(verifyParametricMap(result.bytes, source, { maps })).toMatchObject({ kind: 'verified' });
    expect(decodeParametricMap(result.bytes, source)).toEqual(maps);
  });
});

describe('what the verifier sees', () => {
  const source = enhanced(seriesOf({ ...PLAIN, gaps: [5, 6] }));
  const masks = randomMasks(source, 3);
  const verdict = (change: (elements: Elements) => void) =>
    verifySegmentation(
      tamper(written(source, masks), ({ dict }) => change(dict)),
      source,
      [segmentOf(masks)],
    );

  test('a frame number that is missing', () => {
    const change = (elements: Elements) => void delete sourceImage(elements, 0)['00081160'];
    expect(verdict(change)).toMatchObject({ kind: 'rejected' });
  });

  test('a frame number of another frame', () => {
    const change = (elements: Elements) =>
      void (sourceImage(elements, 0)['00081160']!.Value = sourceImage(elements, 1)['00081160']!.Value);
    expect(verdict(change)).toMatchObject({ kind: 'rejected' });
  });

  test('the same frame twice in the request is refused', () => {
    const twice = [source[0]!, source[0]!];
    expect(() => written(twice, randomMasks(twice, 3))).toThrow(/its own/);
  });

  test('a report on an Enhanced MR lists the instance once', () => {
    const stack = enhanced(seriesOf({ ...PLAIN, plane: 'oblique', gaps: [5, 6] }));
    expect(releaseMeasurementReport(reportRequest(stack)).kind).toBe('written');
  });
});
