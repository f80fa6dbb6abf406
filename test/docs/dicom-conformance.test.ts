/** The conformance statement says what the code does: classes, transfer syntax, codes, templates. */
import fs from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, test } from '@jest/globals';
import dicomParser from 'dicom-parser';
import { CODES, REPORT_CODES } from '@lacuna/core/dicom/codes.ts';
import { walkElements } from '@lacuna/core/dicom/element-values.ts';
import { releaseKeyImages } from '@lacuna/core/dicom/release-key-images.ts';
import { releaseMeasurementReport } from '@lacuna/core/dicom/release-measurement-report.ts';
import { releaseParametricMap } from '@lacuna/core/dicom/release-parametric-map.ts';
import { releaseSegmentation } from '@lacuna/core/dicom/release.ts';
import * as storage from '@lacuna/core/dicom/storage.ts';
import { MOST_KEY_IMAGES } from '@lacuna/core/key-images/choose.ts';
import { FORMATS } from '../../cli/src/detect-options.ts';
import { keyImageRequest } from '../dicom/support/key-image-request.ts';
import { mapRequest, randomMaps } from '../dicom/support/map-request.ts';
import { reportRequest } from '../dicom/support/report-request.ts';
import { randomMasks, requestOf, segmentOf } from '../dicom/support/request.ts';
import { PLAIN, seriesOf } from '../dicom/support/series.ts';

const ROOT = path.join(path.dirname(fileURLToPath(import.meta.url)), '../..');
const text = fs.readFileSync(path.join(ROOT, 'docs/dicom-conformance.md'), 'utf8');
const section = (number: number) => text.split(/^## /m).find((part) => part.startsWith(`${number}.`)) ?? '';
const rows = (part: string) =>
  part
    .split('\n')
    .filter((line) => line.startsWith('| '))
    .map((line) =>
      line
        .split('|')
        .slice(1, -1)
        .map((cell) => cell.trim()),
    );

describe('the conformance statement', () => {
  test('lists the SOP classes that are written, and no other', () => {
    const { EXPLICIT_VR_LITTLE_ENDIAN, IMPLEMENTATION_CLASS_UID, ...classes } = storage;
    const listed = rows(section(2)).flatMap(([, uid]) => (/^1\.2\.840/.test(uid ?? '') ? [uid!] : []));
    expect([...listed].sort()).toEqual(Object.values(classes).sort());
    expect(section(3)).toContain(EXPLICIT_VR_LITTLE_ENDIAN);
    expect(section(3)).toContain(IMPLEMENTATION_CLASS_UID);
  });

  test('lists the codes that are written, and no other', () => {
    const written = Object.values({ ...CODES, ...REPORT_CODES }).map(
      ({ CodeValue, CodingSchemeDesignator, CodeMeaning }) =>
        [CodeValue, CodingSchemeDesignator, CodeMeaning].join(' | '),
    );
    const listed = rows(section(5))
      .slice(1)
      .filter(([value]) => !/^-+$/.test(value!))
      .map((cells) => cells.join(' | '));
    expect([...new Set(listed)].sort()).toEqual([...new Set(written)].sort());
  });

  test('names every format of the command line', () => {
    for (const format of FORMATS.filter((name) => name !== 'nifti'))
      expect(section(2)).toContain(`\`${format}\``);
  });

  test('says how many key images there are at most', () =>
    expect(section(4)).toContain(`At most ${MOST_KEY_IMAGES} an export`));

  test('is right about every object: class, syntax, character set, nothing private', () => {
    const source = seriesOf(PLAIN);
    const masks = randomMasks(source, 5);
    const report = releaseMeasurementReport(reportRequest(source));
    const pictures = releaseKeyImages(keyImageRequest(source));
    const objects = [
      releaseSegmentation(requestOf(source, [segmentOf(masks)])),
      releaseSegmentation(requestOf(source, [segmentOf(masks)], { encoding: 'labelmap' })),
      releaseParametricMap(mapRequest(source, randomMaps(source, 2))),
      { kind: report.kind, bytes: report.kind === 'written' ? report.report : undefined },
      { kind: pictures.kind, bytes: pictures.kind === 'written' ? pictures.objects[0]!.bytes : undefined },
    ];
    const classes = objects.map((object) => {
      if (!('bytes' in object) || !object.bytes) throw new Error('An object is empty.');
      const dataSet = dicomParser.parseDicom(object.bytes);
      expect(dataSet.string('x00020010')).toBe(storage.EXPLICIT_VR_LITTLE_ENDIAN);
      expect(dataSet.string('x00080005')).toBe('ISO_IR 192');
      walkElements(dataSet, (tag) => expect(Number.parseInt(tag.slice(1, 5), 16) % 2).toBe(0));
      return dataSet.string('x00080016')!;
    });
    for (const uid of classes) expect(section(2)).toContain(uid);
    expect(new Set(classes).size).toBe(5);
  });
});
