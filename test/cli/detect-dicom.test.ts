/** `lacuna detect` and `lacuna verify` as a user runs them, on slices of the built-in study with the tiny weights. */
import fs from 'node:fs';
import path from 'node:path';
import { beforeAll, describe, expect, jest, test } from '@jest/globals';
import { thresholdMask } from '@lacuna/core/anomaly/mask.ts';
import { differences } from './support/compare.ts';
import { lacks, patchElement, python, smallSeries, STUDY, temporaryFolder } from './support/folders.ts';
import { detect, floats, lacuna, report, voxels } from './support/run-cli.ts';

jest.setTimeout(120_000);
const METHODS = ['latent-bernoulli', 'diffusion-ad'] as const;
const PARTS = ['anomaly-map', 'mask', 'reconstruction'] as const;
const folder = temporaryFolder();
const series = path.join(folder, 'series');
const out = path.join(folder, 'out');

beforeAll(async () => {
  smallSeries(series);
  const { code, stderr } = await detect(series, out, '--threshold', '0.55');
  expect([code, stderr]).toEqual([0, expect.stringContaining('6 of 6 slices')]);
});

test('every file is there, and nothing else', () => {
  const volumes = METHODS.flatMap((method) => PARTS.map((part) => `${method}-${part}.nii.gz`));
  expect(fs.readdirSync(out).sort()).toEqual(
    ['detect.json', ...volumes, ...METHODS.map((method) => `${method}-seg.dcm`)].sort(),
  );
});

test('detect.json says how it was made, and nothing about the patient', () => {
  const text = fs.readFileSync(path.join(out, 'detect.json'), 'utf8');
  expect(text).not.toMatch(/Lacuna\^|LACUNA-A|Synthetic/);
  const json = report(out);
  expect(json).toMatchObject({
    schema: 'lacuna-detect/1',
    notice: expect.stringMatching(/^Research use only/),
    seed: 0,
    weights: { id: 'weights-tiny', sha256: expect.stringMatching(/^[0-9a-f]{64}$/) },
    input: { kind: 'dicom', slices: 3, rows: 240, columns: 240, slicesRun: { first: 1, last: 3 } },
  });
  for (const method of METHODS) {
    expect(json.methods[method]!.threshold).toEqual({ value: 0.55, source: 'command line' });
    expect(json.methods[method]!.slices.map(({ slice }) => slice)).toEqual([1, 2, 3]);
    for (const name of Object.values(json.methods[method]!.outputs))
      expect(fs.existsSync(path.join(out, name))).toBe(true);
  }
});

test.each(METHODS)('%s: the mask is the thresholded map, slice by slice', (method) => {
  const { input, minimumRegionAreaMm2, methods } = report(out);
  const map = floats(out, `${method}-anomaly-map.nii.gz`);
  const mask = voxels(out, `${method}-mask.nii.gz`);
  const size = input.rows * input.columns;
  for (let k = 0; k < input.slices; k++) {
    const expected = thresholdMask(map.slice(k * size, (k + 1) * size), input, 0.55, minimumRegionAreaMm2);
    expect(Buffer.from(expected).equals(mask.subarray(k * size, (k + 1) * size))).toBe(true);
  }
  const marked = mask.reduce((sum, v) => sum + v, 0);
  expect(marked).toBe(methods[method]!.candidatePixels);
  expect(marked).toBeGreaterThan(0);
});

(lacks(python) ? test.skip : test)(
  'outputs lie where the instances lie (needs Python with nibabel and pydicom)',
  async () => {
    // slices that are not run keep the source as reconstruction, so its voxels can be compared
    const one = path.join(folder, 'one');
    expect(
      (await detect(series, one, '--slices', '2', '--method', 'diffusion-ad', '--threshold', '99')).code,
    ).toBe(0);
    const found = differences('dicom', series, path.join(one, 'diffusion-ad-reconstruction.nii.gz'));
    expect(found.trim()).toBe('voxels of slice 1 differ');
    const map = path.join(one, 'diffusion-ad-anomaly-map.nii.gz');
    expect(differences('grid', path.join(out, 'diffusion-ad-anomaly-map.nii.gz'), map)).toBe('');
  },
);

describe('lacuna verify', () => {
  const seg = path.join(out, 'diffusion-ad-seg.dcm');

  test('accepts the SEG with its source', async () => {
    const { code, stdout } = await lacuna(['verify', seg, series]);
    expect([code, stdout]).toEqual([0, expect.stringMatching(/^Verified: [1-3] frames/)]);
  });

  test('rejects a SEG whose frame was moved by a tenth of a millimetre', async () => {
    const moved = path.join(folder, 'moved.dcm');
    const bytes = fs.readFileSync(seg);
    const at = bytes.indexOf(Buffer.from([0x20, 0x00, 0x32, 0x00, 0x44, 0x53]));
    const length = bytes.readUInt16LE(at + 6);
    const [x, ...rest] = bytes
      .toString('latin1', at + 8, at + 8 + length)
      .trim()
      .split('\\');
    const value = [(Number(x) + 0.1).toFixed(3), ...rest.map((v) => Number(v).toFixed(3))].join('\\');
    bytes.write(value.padEnd(length, ' '), at + 8, 'latin1');
    fs.writeFileSync(moved, bytes);
    const { code, stdout } = await lacuna(['verify', moved, series]);
    expect([code, stdout]).toEqual([1, expect.stringMatching(/^- .+/)]);
  });

  test('rejects a SEG of another series', async () => {
    const { code, stderr } = await lacuna(['verify', seg, path.join(STUDY, '../synthetic-b')]);
    expect([code, stderr]).toEqual([1, expect.stringContaining('does not hold the series')]);
  });
});

test('without candidate regions there is no SEG but a sentence, and the SEG of an earlier run goes', async () => {
  const again = path.join(folder, 'again');
  fs.mkdirSync(again);
  fs.writeFileSync(path.join(again, 'diffusion-ad-seg.dcm'), 'old');
  const { code, stderr } = await detect(
    series,
    again,
    '--threshold',
    '0.999999',
    '--format',
    'seg',
    '--method',
    'diffusion-ad',
  );
  expect([code, stderr]).toEqual([0, expect.stringMatching(/diffusion-ad: No candidate region/)]);
  expect(fs.readdirSync(again)).toEqual(['detect.json']);
  expect(report(again).warnings).toEqual([expect.stringMatching(/^diffusion-ad: No candidate region/)]);
});

describe('input that cannot be run', () => {
  const changed = (name: string, patch: (bytes: Buffer) => Buffer) =>
    smallSeries(path.join(folder, name), patch);
  test.each<[string, () => string, number, RegExp]>([
    ['a folder that does not exist', () => path.join(folder, 'nowhere'), 2, /There is no file or folder/],
    ['an empty folder', () => fs.mkdtempSync(path.join(folder, 'empty-')), 2, /holds no DICOM images/],
    [
      'CT',
      () => changed('ct', (bytes) => patchElement(bytes, 8, 0x60, 'CS', 'CT')),
      1,
      /MR images only; this series is of modality CT/,
    ],
    [
      'compressed images',
      () => changed('rle', (bytes) => patchElement(bytes, 2, 0x10, 'UI', '1.2.840.10008.1.2.5')),
      1,
      /An RLE-compressed image is damaged|compressed pixel data is damaged/,
    ],
    [
      'a file that is no image',
      () => path.join(STUDY, '../studies.json'),
      2,
      /must be a folder of DICOM images/,
    ],
  ])('%s: one sentence and no results', async (_, input, code, sentence) => {
    const none = path.join(folder, 'none');
    const result = await detect(input(), none);
    expect(result).toEqual({ code, stdout: '', stderr: expect.stringMatching(sentence) });
    expect(result.stderr.trim().split('\n')).toHaveLength(1);
    expect(fs.existsSync(none)).toBe(false);
  });

  test('results that cannot be written', async () => {
    const blocked = path.join(folder, 'blocked');
    fs.writeFileSync(blocked, '');
    const { code, stderr } = await detect(series, blocked);
    expect([code, stderr]).toEqual([4, expect.stringMatching(/cannot be written/)]);
  });
});
