/** Measurement reports agree with their regions and their segmentation; every fault put into one is seen. */
import { describe, expect, test } from '@jest/globals';
import { decodeSegmentation } from '@lacuna/core/dicom/decode-segmentation.ts';
import { readMeasurementReport } from '@lacuna/core/dicom/measurement-report-file.ts';
import { verifyMeasurementReport } from '@lacuna/core/dicom/measurement-report-verifier.ts';
import { writeMeasurementReport } from '@lacuna/core/dicom/measurement-report-writer.ts';
import { releaseMeasurementReport } from '@lacuna/core/dicom/release-measurement-report.ts';
import { reportRequest } from './support/report-request.ts';
import { PLAIN, seriesOf } from './support/series.ts';
import { type Elements, itemsOf, set, tamper } from './support/tamper.ts';

type Change = Parameters<typeof tamper>[1];

const source = seriesOf({ ...PLAIN, plane: 'oblique', gaps: [5, 6] });
const request = reportRequest(source);
const { regions, labels } = request.candidates;

function released() {
  const result = releaseMeasurementReport(reportRequest(source));
  if (result.kind !== 'written') throw new Error(result.sentence);
  return result;
}

describe('a measurement report', () => {
  test('says of each region what was measured, under the name of its segment', () => {
    const { report, segmentation, regions: count } = released();
    const { groups } = readMeasurementReport(report);
    expect(count).toBe(regions.length);
    expect(regions.length).toBeGreaterThan(3);
    const segments = decodeSegmentation(segmentation, source);
    groups.forEach((group, g) => {
      const region = regions[g]!;
      expect(group.measurements.map(({ value }) => value)).toEqual([
        region.volumeMl,
        region.peak,
        region.mean,
      ]);
      expect(group.slices).toEqual([region.firstSlice, region.lastSlice]);
      expect(group.comment).toMatch(/The other method marks 100 % of its volume too/);
      // the segment is the region, voxel for voxel
      labels.forEach((plane, z) => {
        const mask = segments[g]!.masks[z] ?? new Uint8Array(plane!.length);
        expect([...mask]).toEqual([...plane!].map((label) => (label === region.number ? 1 : 0)));
      });
    });
  });

  test('is not written without regions', () => {
    expect(releaseMeasurementReport(reportRequest(source, 4, 2)).kind).toBe('empty');
  });
});

const children = (elements: Elements | undefined) => itemsOf(elements, '0040A730');
const coded = (elements: Elements | undefined, concept: string) =>
  children(elements).find((item) => itemsOf(item, '0040A043')[0]?.['00080100']?.Value[0] === concept);
const group = (file: Parameters<Change>[0], g: number) => children(coded(file.dict, '126010'))[g];
const measured = (file: Parameters<Change>[0]) => itemsOf(coded(group(file, 0), '118565006'), '0040A300')[0];

const faults: readonly [string, RegExp, Change][] = [
  ['another volume', /measured volume/, (file) => set(measured(file), '0040A161', 12.5)],
  ['another decimal volume', /measured volume/, (file) => set(measured(file), '0040A30A', '12.5')],
  [
    'other units',
    /measured volume/,
    (file) => set(itemsOf(measured(file), '004008EA')[0], '00080100', 'mm3'),
  ],
  [
    'mean and peak exchanged',
    /measured map values/,
    (file) => {
      const [peak, mean] = children(group(file, 1)).filter(
        (item) => itemsOf(item, '0040A043')[0]?.['00080100']?.Value[0] === '130404',
      );
      [peak!['0040A730'], mean!['0040A730']] = [mean!['0040A730']!, peak!['0040A730']!];
    },
  ],
  [
    'another tracking UID',
    /tracked by another name/,
    (file) => set(coded(group(file, 0), '112040'), '0040A124', '2.25.4711'),
  ],
  [
    'another segment',
    /does not refer to its segment/,
    (file) => set(itemsOf(coded(group(file, 0), '121191'), '00081199')[0], '0062000B', 2),
  ],
  [
    'another source series',
    /another source series/,
    (file) => set(coded(group(file, 0), '121232'), '0040A124', '2.25.4711'),
  ],
  [
    'other slices',
    /other slices/,
    (file) => set(coded(group(file, 0), '121106'), '0040A160', 'Slices 1 to 99 of 6, counted from the feet.'),
  ],
  [
    'other parameters',
    /other parameters/,
    (file) => set(coded(group(file, 0), '111002'), '0040A160', 'seed=1'),
  ],
  [
    'a group too few',
    /measurement groups for/,
    (file) => {
      const found = coded(file.dict, '126010')!;
      set(found, '0040A730', ...children(found).slice(1));
    },
  ],
  ['a verified flag', /nobody has verified/, (file) => set(file.dict, '0040A493', 'VERIFIED')],
  [
    'evidence without the segmentation',
    /evidence/,
    (file) => {
      const evidence = itemsOf(file.dict, '0040A375')[0]!;
      set(evidence, '00081115', itemsOf(evidence, '00081115')[0]);
    },
  ],
  ['another patient', /PatientID/, (file) => set(file.dict, '00100020', 'LACUNA-2')],
];

describe('the verifier of reports', () => {
  const { report, segmentation } = released();

  test('accepts the good file', () =>
    expect(verifyMeasurementReport(report, source, segmentation, regions)).toEqual({
      kind: 'verified',
      frames: regions.length,
    }));

  test.each(faults)('detects %s', (_, finding, change) => {
    const verification = verifyMeasurementReport(tamper(report, change), source, segmentation, regions);
    expect(verification.kind === 'rejected' && verification.findings.join('\n')).toMatch(finding);
  });

  test('detects a segmentation of other regions', () => {
    const other = releaseMeasurementReport(reportRequest(source, 5));
    if (other.kind !== 'written') throw new Error(other.sentence);
    expect(verifyMeasurementReport(report, source, other.segmentation, regions).kind).toBe('rejected');
  });

  test('rejects bytes that are no report', () => {
    for (const length of [0, 140, 1000, report.length - 40])
      expect(verifyMeasurementReport(report.slice(0, length), source, segmentation, regions).kind).toBe(
        'rejected',
      );
  });

  test('lets nothing leave that differs', () => {
    const faulty: typeof writeMeasurementReport = (asked) => {
      const written = writeMeasurementReport(asked);
      return written.kind === 'empty' ? written : { ...written, bytes: tamper(written.bytes, faults[0]![2]) };
    };
    expect(() => releaseMeasurementReport(request, faulty)).toThrow(
      expect.objectContaining({ code: 'verification-failed' }),
    );
  });
});
