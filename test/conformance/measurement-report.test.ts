/** Written measurement reports before outside judges: dciodvfy, dcmtk's report reader and highdicom. */
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { afterAll, describe, expect } from '@jest/globals';
import { releaseMeasurementReport } from '@lacuna/core/dicom/release-measurement-report.ts';
import { findPython } from '../../scripts/environment.mjs';
import { reportRequest } from '../dicom/support/report-request.ts';
import { PLAIN, type SeriesShape, seriesOf } from '../dicom/support/series.ts';
import { judgement, openMessages } from './support/judges.ts';
import { isInstalled, runTool, testWith } from './support/tools.ts';

const temporary = fs.mkdtempSync(path.join(os.tmpdir(), 'lacuna-report-'));
afterAll(() => fs.rmSync(temporary, { recursive: true, force: true }));

const SHAPES: Readonly<Record<string, SeriesShape>> = {
  axial: { ...PLAIN, rows: 16, columns: 24 },
  'double-oblique-uneven': { ...PLAIN, plane: 'double-oblique', gaps: [5, 7.5, 4.1] },
  sagittal: { ...PLAIN, plane: 'sagittal', pixelSpacing: [0.8, 1.3333] },
};

const cases = Object.entries(SHAPES).map(([name, shape]) => {
  const source = seriesOf(shape).map((instance) => ({ ...instance, patientName: 'Łukasz^Żółć' }));
  const request = reportRequest(source);
  const released = releaseMeasurementReport(request);
  if (released.kind !== 'written') throw new Error(released.sentence);
  const folder = path.join(temporary, name);
  fs.mkdirSync(folder);
  fs.writeFileSync(path.join(folder, 'sr.dcm'), released.report);
  fs.writeFileSync(path.join(folder, 'seg.dcm'), released.segmentation);
  fs.writeFileSync(path.join(folder, 'regions.json'), JSON.stringify(request.candidates.regions));
  return { name, folder, groups: released.regions };
});

describe('written measurement reports', () => {
  for (const { name, folder, groups } of cases) {
    testWith({ dciodvfy: isInstalled('dciodvfy') }, `conform to the standard (dciodvfy): ${name}`, () => {
      expect(openMessages(path.join(folder, 'sr.dcm'))).toEqual([]);
      expect(openMessages(path.join(folder, 'seg.dcm'))).toEqual([]);
    });

    testWith({ dsrdump: isInstalled('dsrdump') }, `are read by dcmtk as reports: ${name}`, () => {
      const { status, text } = runTool('dsrdump', path.join(folder, 'sr.dcm'));
      expect(text).not.toMatch(/^[EF]: /m);
      expect(status).toBe(0);
      expect(text.match(/CONTAINER:\(,,"Measurement Group"\)/g)).toHaveLength(groups);
    });
  }

  const highdicom = findPython('highdicom');
  testWith({ 'Python with highdicom': highdicom }, 'are read by highdicom, each group by its segment', () => {
    const folders = cases.map(({ folder }) => folder);
    expect(judgement(highdicom!, 'read_report_with_highdicom.py', folders)).toEqual(
      Object.fromEntries(cases.map(({ name, groups }) => [name, { findings: [], groups }])),
    );
  });
});
