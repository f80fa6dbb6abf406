/** Written Parametric Maps before outside judges: pydicom over every kind of stack, highdicom, dciodvfy and dcmtk. */
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, describe, expect } from '@jest/globals';
import { dataFolder, findPython } from '../../scripts/environment.mjs';
import { grid } from '../dicom/support/grid.ts';
import { seriesOf } from '../dicom/support/series.ts';
import { judgement, openMessages } from './support/judges.ts';
import { writeMapCase } from './support/map-case.ts';
import { writeMrFiles } from './support/mr-files.ts';
import { isInstalled, runTool, testWith } from './support/tools.ts';

const STUDIES = path.join(path.dirname(fileURLToPath(import.meta.url)), '../../viewer/studies');
const HEALTHY = { mean: 0.0125, sd: 0.0473 };
const temporary = fs.mkdtempSync(path.join(os.tmpdir(), 'lacuna-map-conformance-'));
afterAll(() => fs.rmSync(temporary, { recursive: true, force: true }));

const dicomFiles = (folder: string) =>
  fs
    .readdirSync(folder)
    .filter((name) => name.endsWith('.dcm'))
    .sort()
    .map((name) => path.join(folder, name));

const made = grid.map(([, shape], i) => {
  const files = writeMrFiles(path.join(temporary, 'source', String(i)), seriesOf(shape));
  return writeMapCase(path.join(temporary, `grid-${i}`), files, i % 2 ? HEALTHY : undefined);
});
const data = dataFolder();
const real = data && path.join(data, 'dicom/papaya-pd');
const whole = [
  writeMapCase(path.join(temporary, 'synthetic-a'), dicomFiles(path.join(STUDIES, 'synthetic-a')), HEALTHY),
  ...(real ? [writeMapCase(path.join(temporary, 'papaya-pd'), dicomFiles(real))] : []),
];
const cases = [...made, ...whole];
const folders = cases.map(({ folder }) => folder);

describe('written Parametric Maps', () => {
  const pydicom = findPython('numpy', 'pydicom');
  testWith({ 'Python with pydicom': pydicom }, 'agree with pydicom: geometry, references, values', () => {
    const expected = cases.map(({ name, frames }) => [name, { findings: [], frames, largest: 0 }]);
    expect(judgement(pydicom!, 'check_parametric_map.py', folders)).toEqual(Object.fromEntries(expected));
  });

  testWith({ 'Python with pydicom': pydicom }, 'would be refused with a value changed by 2e-6', () => {
    const { folder, file } = writeMapCase(
      path.join(temporary, 'changed'),
      dicomFiles(path.join(STUDIES, 'synthetic-a')),
    );
    const bytes = fs.readFileSync(file);
    bytes.writeFloatLE(bytes.readFloatLE(bytes.length - 400) + 2e-6, bytes.length - 400);
    fs.writeFileSync(file, bytes);
    expect(judgement(pydicom!, 'check_parametric_map.py', [folder])).toMatchObject({
      changed: { findings: [expect.stringMatching(/^frame \d+ differs by/)] },
    });
  });

  const highdicom = findPython('highdicom');
  testWith(
    { 'Python with highdicom': highdicom },
    'are opened by highdicom, stored values and z-scores',
    () => {
      const expected = cases.map(({ name, frames }) => [name, { findings: [], frames }]);
      expect(judgement(highdicom!, 'read_map_with_highdicom.py', folders)).toEqual(
        Object.fromEntries(expected),
      );
    },
  );

  const shown = [made[0]!, made[1]!, made.at(-1)!, ...whole];
  for (const { name, file, frames } of shown) {
    testWith({ dciodvfy: isInstalled('dciodvfy') }, `conform to the standard (dciodvfy): ${name}`, () => {
      expect(openMessages(file)).toEqual([]);
    });

    testWith({ dcmdump: isInstalled('dcmdump') }, `are read by dcmtk: ${name}`, () => {
      const { status, text } = runTool('dcmdump', file);
      expect(text).not.toMatch(/^[EWF]: /m);
      expect(status).toBe(0);
      expect(text.match(/^ *\(0020,9113\) SQ /gm)).toHaveLength(frames);
    });
  }
});
