/** Label maps, key images and edited segmentations before outside judges: pydicom, highdicom, dciodvfy and dcmtk. */
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { afterAll, describe, expect } from '@jest/globals';
import { findPython } from '../../scripts/environment.mjs';
import { PLAIN, type SeriesShape, seriesOf } from '../dicom/support/series.ts';
import { judgement, openMessages } from './support/judges.ts';
import { writeOtherObjects } from './support/other-objects.ts';
import { isInstalled, runTool, testWith } from './support/tools.ts';

const temporary = fs.mkdtempSync(path.join(os.tmpdir(), 'lacuna-others-'));
afterAll(() => fs.rmSync(temporary, { recursive: true, force: true }));

const SHAPES: Readonly<Record<string, SeriesShape>> = {
  axial: { ...PLAIN, rows: 16, columns: 24 },
  'double-oblique-uneven': { ...PLAIN, plane: 'double-oblique', gaps: [5, 7.5, 4.1] },
  coronal: { ...PLAIN, plane: 'coronal', pixelSpacing: [0.8, 1.3333] },
};
const cases = Object.entries(SHAPES).map(([name, shape]) => {
  const source = seriesOf(shape).map((instance) => ({ ...instance, patientName: 'Łukasz^Żółć' }));
  return { name, ...writeOtherObjects(path.join(temporary, name), source) };
});

/**
 * dciodvfy of 2022 is older than the class of label maps: it finds no description of the object, and counts segments from 1
 * where a label map describes its background as 0.
 */
const OLDER_THAN_LABEL_MAPS =
  /Information Object Not found|item number 1 \(from one\) with SegmentNumber of 0|Unrecognized SOP Class/;

describe('label maps, key images and edited segmentations', () => {
  const highdicom = findPython('highdicom');
  testWith({ 'Python with highdicom': highdicom }, 'are read by pydicom and highdicom', () => {
    const folders = cases.map(({ folder }) => folder);
    expect(judgement(highdicom!, 'read_other_objects.py', folders)).toEqual(
      Object.fromEntries(cases.map(({ name }) => [name, { findings: [] }])),
    );
  });

  for (const { name, labelMap, keyImage, edited } of cases) {
    testWith({ dciodvfy: isInstalled('dciodvfy') }, `conform to the standard (dciodvfy): ${name}`, () => {
      expect(openMessages(keyImage)).toEqual([]);
      expect(openMessages(edited)).toEqual([]);
      expect(openMessages(labelMap).filter((line) => !OLDER_THAN_LABEL_MAPS.test(line))).toEqual([]);
    });

    testWith({ dcmdump: isInstalled('dcmdump') }, `are read by dcmtk: ${name}`, () => {
      for (const file of [labelMap, keyImage, edited]) {
        const { status, text } = runTool('dcmdump', file);
        expect(text).not.toMatch(/^[EWF]: /m);
        expect(status).toBe(0);
      }
    });
  }
});
