/** What an object says of its past: what a person changed, and which earlier objects it takes the place of. */
import { describe, expect, test } from '@jest/globals';
import dicomParser from 'dicom-parser';
import { readMeasurementReport } from '@lacuna/core/dicom/measurement-report-file.ts';
import { releaseMeasurementReport } from '@lacuna/core/dicom/release-measurement-report.ts';
import { releaseParametricMap } from '@lacuna/core/dicom/release-parametric-map.ts';
import { releaseSegmentation } from '@lacuna/core/dicom/release.ts';
import { verifySegmentation } from '@lacuna/core/dicom/segmentation-verifier.ts';
import { mapRequest, randomMaps } from './support/map-request.ts';
import { reportRequest } from './support/report-request.ts';
import { randomMasks, requestOf, segmentOf } from './support/request.ts';
import { PLAIN, seriesOf } from './support/series.ts';
import { itemsOf, tamper } from './support/tamper.ts';

const source = seriesOf(PLAIN);
const SEG = '1.2.840.10008.5.1.4.1.1.66.4';
const earlier = { sopClassUID: SEG, sopInstanceUID: '2.25.5001', seriesInstanceUID: '2.25.5002' };
const edit = {
  slices: [0, 3],
  added: 12,
  removed: 3,
  date: new Date(2026, 4, 6, 7, 8, 9),
  editor: 'Doe^Jane',
};

function edited(changes = {}) {
  const segments = [segmentOf(randomMasks(source, 8), { edited: true, edit, ...changes })];
  const request = requestOf(source, segments, { predecessors: [earlier] });
  const released = releaseSegmentation(request);
  if (released.kind !== 'written') throw new Error(released.sentence);
  return { request, ...released };
}
const findings = (bytes: Uint8Array, { segments, predecessors }: ReturnType<typeof edited>['request']) => {
  const result = verifySegmentation(bytes, source, segments, { predecessors });
  return result.kind === 'rejected' ? result.findings.join('\n') : '';
};

describe('a changed mask', () => {
  test('says who changed what, and when', () => {
    const dataSet = dicomParser.parseDicom(edited().bytes);
    const [item] = dataSet.elements.x0018a001!.items!.map((found) => found.dataSet!);
    expect(item!.string('x00081070')).toBe('Doe^Jane');
    expect(item!.string('x0018a002')).toBe('20260506070809');
    expect(item!.string('x0018a003')).toMatch(/12 voxels added, 3 removed; 2 slices, .*: 1 4$/);
  });

  test('says so when the person is not known', () => {
    const { bytes } = edited({ edit: { ...edit, editor: undefined } });
    const item = dicomParser.parseDicom(bytes).elements.x0018a001!.items![0]!.dataSet!;
    expect(item.elements.x00081070).toBeUndefined();
    expect(item.string('x0018a003')).toMatch(/^Edited by a person whom the viewer does not name/);
  });

  test('does not pass without its history', () => {
    const { bytes, request } = edited();
    expect(findings(bytes, request)).toBe('');
    expect(
      findings(
        tamper(bytes, ({ dict }) => delete dict['0018A001']),
        request,
      ),
    ).toMatch(/changes by a person/);
  });
});

describe('a new version', () => {
  test('names the earlier object and has a series of its own', () => {
    const { bytes } = edited();
    const dataSet = dicomParser.parseDicom(bytes);
    const reference = dataSet.elements.x00081140!.items![0]!.dataSet!;
    expect(reference.string('x00081155')).toBe(earlier.sopInstanceUID);
    expect(dataSet.string('x0020000e')).not.toBe(earlier.seriesInstanceUID);
  });

  test('does not pass without the reference, or with the identity of the earlier object', () => {
    const { bytes, request } = edited();
    expect(
      findings(
        tamper(bytes, ({ dict }) => delete dict['00081140']),
        request,
      ),
    ).toMatch(/earlier ones/);
    const { sopInstanceUID, seriesInstanceUID } = edited();
    const itself = { ...request, predecessors: [{ sopClassUID: SEG, sopInstanceUID, seriesInstanceUID }] };
    expect(findings(bytes, itself)).toMatch(/overwrite/);
  });

  test('names earlier maps and reports in the way of their class', () => {
    const map = releaseParametricMap(
      mapRequest(source, randomMaps(source, 3), {
        predecessors: [{ ...earlier, sopClassUID: '1.2.840.10008.5.1.4.1.1.30' }],
      }),
    );
    expect(map.kind).toBe('written');
    const sr = { ...earlier, sopClassUID: '1.2.840.10008.5.1.4.1.1.88.34', sopInstanceUID: '2.25.6001' };
    const report = releaseMeasurementReport({
      ...reportRequest(source),
      predecessors: [sr],
      segmentationPredecessors: [earlier],
    });
    if (report.kind !== 'written') throw new Error(report.sentence);
    expect(readMeasurementReport(report.report).predecessors).toEqual(['2.25.6001']);
    const regions = dicomParser.parseDicom(report.segmentation).elements.x00081140!.items![0]!.dataSet!;
    expect(regions.string('x00081155')).toBe(earlier.sopInstanceUID);
  });

  test('is refused for names that are no UIDs', () =>
    expect(() =>
      releaseSegmentation(
        requestOf(source, [segmentOf(randomMasks(source, 8))], {
          predecessors: [{ ...earlier, sopInstanceUID: 'x' }],
        }),
      ),
    ).toThrow(/without valid UIDs/));
});

test('rejected regions leave report and SEG; names and tracking are those of the list', () => {
  const request = reportRequest(source);
  const kept = request.candidates.regions.slice(1, 3).map(({ number }) => number);
  const names = new Map(kept.map((n) => [n, { identifier: `Spot ${n}`, uid: `2.25.88${n}` }]));
  const report = releaseMeasurementReport({ ...request, names });
  if (report.kind !== 'written') throw new Error(report.sentence);
  const { groups } = readMeasurementReport(report.report);
  expect(groups.map(({ trackingIdentifier }) => trackingIdentifier)).toEqual(kept.map((n) => `Spot ${n}`));
  expect(groups.map(({ trackingUID }) => trackingUID)).toEqual(kept.map((n) => `2.25.88${n}`));
  let segments = 0;
  tamper(report.segmentation, ({ dict }) => (segments = itemsOf(dict, '00620002').length));
  expect(segments).toBe(kept.length);
});
