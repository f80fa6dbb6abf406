/** DICOM objects of a whole run: written, verified and run again from the file, as a user does. */
import fs from 'node:fs';
import path from 'node:path';
import { beforeAll, describe, expect, jest, test } from '@jest/globals';
import dicomParser from 'dicom-parser';
import { decodeSegmentation } from '@lacuna/core/dicom/decode-segmentation.ts';
import { readMeasurementReport } from '@lacuna/core/dicom/measurement-report-file.ts';
import { decodeParametricMap } from '@lacuna/core/dicom/parametric-map-file.ts';
import { sourceFromDataSet } from '@lacuna/core/dicom/source.ts';
import { smallSeries, temporaryFolder, TINY } from './support/folders.ts';
import { detect, floats, lacuna, report, voxels } from './support/run-cli.ts';

jest.setTimeout(600_000);

const folder = temporaryFolder();
const series = smallSeries(path.join(folder, 'series'));
const out = path.join(folder, 'out');
const file = (name: string) => path.join(out, `diffusion-ad-${name}.dcm`);
const bytesOf = (name: string) => new Uint8Array(fs.readFileSync(file(name)));
const source = fs
  .readdirSync(series)
  .sort()
  .map((name) => sourceFromDataSet(dicomParser.parseDicom(fs.readFileSync(path.join(series, name)))))
  .sort((a, b) => a.imagePositionPatient[2] - b.imagePositionPatient[2]);
const reproduce = (name: string, ...more: string[]) =>
  lacuna(['reproduce', file(name), series, ...more, '--verbose']);

beforeAll(async () => {
  const formats = [
    '--format',
    'nifti,seg,seg-combined,labelmap,pmap,sr,key-images',
    '--method',
    'diffusion-ad',
    '--threshold',
    '0.5123456789',
  ];
  const { code, stderr } = await detect(series, out, ...formats);
  expect(`${code} ${stderr}`).toMatch(/^0/);
});

describe('a run with every format', () => {
  test('names its files', () => {
    expect(report(out).methods['diffusion-ad']!.outputs).toMatchObject({
      segmentation: 'diffusion-ad-seg.dcm',
      parametricMap: 'diffusion-ad-pmap.dcm',
      report: 'diffusion-ad-sr.dcm',
      regions: 'diffusion-ad-regions-seg.dcm',
      labelMap: 'diffusion-ad-labelmap.dcm',
      keyImage1: 'diffusion-ad-key-1.dcm',
    });
    expect((report(out) as { combined?: unknown }).combined).toEqual({ segmentation: 'combined-seg.dcm' });
  });

  test('writes the same mask as SEG and as label map', () => {
    const [seg] = decodeSegmentation(bytesOf('seg'), source);
    const [labels] = decodeSegmentation(bytesOf('labelmap'), source);
    expect(labels!.masks).toEqual(seg!.masks);
  });

  test('says on which side of the head a region lies', () => {
    const text = Buffer.from(bytesOf('sr')).toString('latin1');
    expect(text).toMatch(/7771000|24028007|51440002/);
  });

  test('writes the same map as DICOM and as NIfTI', () => {
    const maps = decodeParametricMap(bytesOf('pmap'), source);
    const nifti = floats(out, 'diffusion-ad-anomaly-map.nii.gz');
    const all = maps.flatMap((map) => [...map!]);
    expect(all).toHaveLength(nifti.length);
    // NIfTI keeps columns and rows as they are stored
    expect(all).toEqual([...nifti]);
  });

  test('measures the regions of the mask', () => {
    const { groups } = readMeasurementReport(bytesOf('sr'));
    const regions = decodeSegmentation(bytesOf('regions-seg'), source);
    expect(groups).toHaveLength(regions.length);
    const inRegions = regions
      .flatMap(({ masks }) => masks)
      .reduce((n, mask) => n + (mask ? count(mask) : 0), 0);
    expect(inRegions).toBe(count(voxels(out, 'diffusion-ad-mask.nii.gz')));
  });
});

describe('lacuna verify', () => {
  test.each([
    ['seg', /^Verified: \d+ frames/],
    ['pmap', /^Verified: 3 frames/],
    ['regions-seg', /^Verified: \d+ frames/],
    ['labelmap', /^Verified: \d+ frames/],
    ['sr', /^Verified: \d+ measurement groups/],
    ['key-1', /^Verified: 1 picture/],
  ])('accepts the %s', async (name, sentence) =>
    expect((await lacuna(['verify', file(name), series])).stdout).toMatch(sentence),
  );

  test('accepts the SEG of all methods', async () =>
    expect((await lacuna(['verify', path.join(out, 'combined-seg.dcm'), series])).stdout).toMatch(
      /^Verified/,
    ));

  test('asks for the SEG of a report that lies alone, and takes it', async () => {
    const alone = path.join(folder, 'alone.dcm');
    fs.copyFileSync(file('sr'), alone);
    const { code, stderr } = await lacuna(['verify', alone, series]);
    expect([code, stderr]).toEqual([2, expect.stringMatching(/not beside it/)]);
    const given = await lacuna(['verify', alone, series, '--segmentation', file('regions-seg')]);
    expect(given.stdout).toMatch(/^Verified/);
  });

  test('rejects the report of another run', async () => {
    const { code, stdout } = await lacuna(['verify', file('sr'), series, '--segmentation', file('seg')]);
    expect(code).toBe(1);
    expect(stdout).toMatch(/does not refer to its segment/);
  });

  test('says what it cannot judge', async () => {
    const image = path.join(series, fs.readdirSync(series)[0]!);
    const { stderr } = await lacuna(['verify', image, series]);
    expect(stderr).toMatch(/none of those that Lacuna writes/);
  });
});

describe('lacuna reproduce', () => {
  test.each(['seg', 'labelmap', 'regions-seg'])('gives the identical mask from the %s', async (name) => {
    const { code, stdout, stderr } = await reproduce(name, '--weights', TINY);
    expect(`${code} ${stderr}`).toMatch(/^0/);
    expect(stdout).toMatch(/^DiffusionAD: identical, \d+ voxels in the mask\.\n$/);
  });

  test('says when the weights are not at hand', async () => {
    const { code, stderr } = await reproduce('seg');
    expect(code).toBe(3);
    expect(stderr).toMatch(/made with the weights weights-tiny .* which are not at hand/);
  });

  test('tells how many voxels differ, and where', async () => {
    const bytes = bytesOf('seg');
    bytes[bytes.length - 400]! ^= 3;
    const changed = path.join(folder, 'changed.dcm');
    fs.writeFileSync(changed, bytes);
    const { code, stdout } = await lacuna(['reproduce', changed, series, '--weights', TINY]);
    expect(code).toBe(1);
    expect(stdout).toMatch(/^DiffusionAD: 2 voxels differ, in 1 slices; .*\n- slice 3: /);
  });
});

test('a second run into the same folder names the objects that it replaces', async () => {
  const before = ['seg', 'pmap', 'sr', 'regions-seg'].map((name) => uidsOf(bytesOf(name)));
  const again = ['--format', 'seg,pmap,sr', '--method', 'diffusion-ad', '--threshold', '0.6'];
  const { code, stderr } = await detect(series, out, ...again);
  expect(`${code} ${stderr}`).toMatch(/^0/);
  const after = ['seg', 'pmap', 'sr', 'regions-seg'].map((name) => uidsOf(bytesOf(name)));
  after.forEach(({ instance, series: own, text }, i) => {
    expect(instance).not.toBe(before[i]!.instance);
    expect(own).not.toBe(before[i]!.series);
    expect(text).toContain(before[i]!.instance);
  });
});

function uidsOf(bytes: Uint8Array) {
  const dataSet = dicomParser.parseDicom(bytes);
  const [instance, own] = [dataSet.string('x00080018')!, dataSet.string('x0020000e')!];
  return { instance, series: own, text: Buffer.from(bytes).toString('latin1') };
}

const count = (mask: Uint8Array) => mask.reduce((sum, value) => sum + value, 0);
