/** Written segmentations before outside judges: pydicom, highdicom, dciodvfy and dcmtk, on made and on real series. */
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, describe, expect } from '@jest/globals';
import dicomParser from 'dicom-parser';
import { decodeSegmentation } from '@lacuna/core/dicom/decode-segmentation.ts';
import { verifySegmentation } from '@lacuna/core/dicom/segmentation-verifier.ts';
import { sourceFromDataSet } from '@lacuna/core/dicom/source.ts';
import { dataFolder, findPython } from '../../scripts/environment.mjs';
import { grid } from '../dicom/support/grid.ts';
import { itemsOf, tamper } from '../dicom/support/tamper.ts';
import { PLAIN, type SeriesShape, seriesOf } from '../dicom/support/series.ts';
import { writeCase } from './support/case.ts';
import { judgement } from './support/judges.ts';
import { writeMrFiles } from './support/mr-files.ts';
import { isInstalled, runTool, testWith } from './support/tools.ts';

const HERE = path.dirname(fileURLToPath(import.meta.url));
const STUDIES = path.join(HERE, '../../viewer/studies');
const temporary = fs.mkdtempSync(path.join(os.tmpdir(), 'lacuna-conformance-'));
afterAll(() => fs.rmSync(temporary, { recursive: true, force: true }));

interface Allowed {
  message: string;
  reason: string;
}
const allowed = JSON.parse(fs.readFileSync(path.join(HERE, 'allow-list.json'), 'utf8')) as Allowed[];

const MADE: Readonly<Record<string, SeriesShape>> = {
  'axial-even': PLAIN,
  'oblique-descending': { ...PLAIN, plane: 'oblique', order: 'descending', rows: 24, columns: 31 },
  'double-oblique-uneven': {
    ...PLAIN,
    plane: 'double-oblique',
    order: 'shuffled',
    pixelSpacing: [0.8, 1.3333],
    gaps: [5, 7.5, 4.1],
  },
};

const dicomFiles = (folder: string) =>
  fs
    .readdirSync(folder)
    .filter((name) => name.endsWith('.dcm'))
    .sort()
    .map((name) => path.join(folder, name));

const made = Object.entries(MADE).map(([name, shape]) => {
  // not only ASCII, so that the character set is judged too
  const source = seriesOf(shape).map((instance) => ({ ...instance, patientName: 'Łukasz^Żółć' }));
  return [name, writeMrFiles(path.join(temporary, 'source', name), source)] as const;
});
const builtIn = ['synthetic-a', 'synthetic-b'].map(
  (name) => [name, dicomFiles(path.join(STUDIES, name))] as const,
);
const data = dataFolder();
const real = data && path.join(data, 'dicom/papaya-pd');
const series = [...made, ...builtIn, ...(real ? [['papaya-pd', dicomFiles(real)] as const] : [])];
const cases = series.map(([name, files]) => ({
  name,
  files,
  ...writeCase(path.join(temporary, name), files),
}));

/** Every kind of stack, judged by pydicom in one process. */
const everyStack = grid.map(([, shape], i) => {
  const files = writeMrFiles(path.join(temporary, 'grid-source', String(i)), seriesOf(shape));
  return writeCase(path.join(temporary, `grid-${i}`), files).folder;
});

interface Judgement {
  findings: string[];
  frames: number;
}

function judge(python: string, script: string): Record<string, Judgement> {
  const { text } = runTool(python, path.join(HERE, script), ...cases.map(({ folder }) => folder));
  const line = text.split('\n').find((part) => part.startsWith('{'));
  if (!line) throw new Error(`${script} gave no result: ${text.slice(-2000)}`);
  return JSON.parse(line) as Record<string, Judgement>;
}

/** Two segments; three of their slices are empty. */
const expected = Object.fromEntries(
  series.map(([name, files]) => [name, { findings: [], frames: 2 * files.length - 3 }]),
);

describe('written segmentations', () => {
  testWith(
    { 'real MRI (../shared/data)': real },
    'are judged on a real series whose gaps differ by 0.1 mm',
    () => {
      const headers = dicomFiles(real!).map((file) =>
        sourceFromDataSet(dicomParser.parseDicom(fs.readFileSync(file))),
      );
      const heights = headers.map((header) => header.imagePositionPatient[2]).sort((x, y) => x - y);
      const gaps = heights.slice(1).map((height, i) => height - heights[i]!);
      expect(Math.max(...gaps) - Math.min(...gaps)).toBeGreaterThan(0.05);
      expect(cases.map(({ name }) => name)).toContain('papaya-pd');
    },
  );

  const pydicom = findPython('numpy', 'pydicom');
  const highdicom = findPython('highdicom');
  testWith({ 'Python with pydicom': pydicom }, 'agree with pydicom: geometry, references, bits', () => {
    expect(judge(pydicom!, 'check_seg.py')).toEqual(expected);
  });

  testWith({ 'Python with pydicom': pydicom }, 'agree with pydicom over 144 kinds of stack', () => {
    const expectedGrid = everyStack.map((_, i) => [`grid-${i}`, { findings: [], frames: 2 * 6 - 3 }]);
    expect(expectedGrid).toHaveLength(144);
    expect(judgement(pydicom!, 'check_seg.py', everyStack)).toEqual(Object.fromEntries(expectedGrid));
  });

  testWith({ 'Python with highdicom': highdicom }, 'are opened by highdicom over 144 kinds of stack', () => {
    const found = judgement(highdicom!, 'read_with_highdicom.py', everyStack) as Record<string, Judgement>;
    expect(Object.values(found)).toHaveLength(144);
    expect(Object.values(found).flatMap(({ findings }) => findings)).toEqual([]);
  });

  testWith(
    { 'Python with pydicom': pydicom },
    'would be refused by the same script with one bit changed',
    () => {
      const folder = path.join(temporary, 'changed');
      const { files } = cases[0]!;
      const { seg } = writeCase(folder, files);
      const bytes = fs.readFileSync(seg);
      bytes[bytes.length - 20]! ^= 1;
      fs.writeFileSync(seg, bytes);
      const { status, text } = runTool(pydicom!, path.join(HERE, 'check_seg.py'), folder);
      expect(status).toBe(1);
      expect(text).toMatch(/differs in 1 pixels/);
    },
  );

  testWith({ 'Python with highdicom': highdicom }, 'are read by highdicom per source image', () => {
    expect(judge(highdicom!, 'read_with_highdicom.py')).toEqual(expected);
  });

  for (const { name, folder, source, masks } of cases.slice(0, 3)) {
    testWith({ 'Python with highdicom': highdicom }, `of highdicom are read back here: ${name}`, () => {
      const file = path.join(folder, 'foreign.dcm');
      const { status, text } = runTool(highdicom!, path.join(HERE, 'write_with_highdicom.py'), folder, file);
      expect(`${status} ${text}`).toMatch(/^0/);
      const bytes = fs.readFileSync(file);
      expect(decodeSegmentation(bytes, source).map((segment) => segment.masks)).toEqual(masks);
      // it lies where it must; the rest is what highdicom does otherwise: it pads odd lengths with the character 0
      const verification = verifySegmentation(bytes, source);
      const findings = verification.kind === 'rejected' ? verification.findings : [];
      expect(findings.filter((finding) => !/ContentQualification|padded with/.test(finding))).toEqual([]);
      expect(findings).toContainEqual(
        expect.stringMatching(/^ContentQualification is not RESEARCH, .*other software/),
      );
    });
  }

  for (const { name, seg } of cases) {
    testWith({ dciodvfy: isInstalled('dciodvfy') }, `conform to the standard (dciodvfy): ${name}`, () => {
      const { status, text } = runTool('dciodvfy', '-new', seg);
      const messages = text.split('\n').filter((line) => /^(Error|Warning) - /.test(line));
      const open = messages.filter((line) => !allowed.some(({ message }) => line.includes(message)));
      expect(open).toEqual([]);
      // dciodvfy itself gives 1 for any error, an allowed one included
      expect(status).toBe(messages.some((line) => line.startsWith('Error')) ? 1 : 0);
    });

    testWith({ dcmdump: isInstalled('dcmdump') }, `are read by dcmtk: ${name}`, () => {
      const { status, text } = runTool('dcmdump', seg);
      expect(text).not.toMatch(/^[EWF]: /m);
      expect(status).toBe(0);
      expect(text.match(/^ *\(0062,000b\) US /gm)).toHaveLength(expected[name]!.frames);
    });
  }

  testWith(
    { dciodvfy: isInstalled('dciodvfy') },
    'would be refused by dciodvfy without an algorithm type',
    () => {
      const file = path.join(temporary, 'without-type.dcm');
      const without = tamper(fs.readFileSync(cases[0]!.seg), ({ dict }) => {
        delete itemsOf(dict, '00620002')[0]!['00620008'];
      });
      fs.writeFileSync(file, without);
      expect(runTool('dciodvfy', '-new', file)).toMatchObject({
        status: 1,
        text: expect.stringMatching(/^Error - .*SegmentAlgorithmType/m),
      });
    },
  );

  for (const [name, files] of made) {
    testWith({ dciodvfy: isInstalled('dciodvfy') }, `refer to valid MR images: ${name}`, () => {
      expect(runTool('dciodvfy', files[0]!).text).not.toMatch(/^Error/m);
    });
  }
});
