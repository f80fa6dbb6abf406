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
    'nifti,seg,pmap,sr',
    '--method',
    'diffusion-ad',
    '--threshold',
    '0.5123456789',
  ];
  const { code, stderr } = await detect(series, out, ...formats);
  expect(`${code} ${stderr}`).toMatch(/^0/);
});

describe('a run with --format nifti,seg,pmap,sr', () => {
  test('names its files', () => {
    expect(report(out).methods['diffusion-ad']!.outputs).toMatchObject({
      segmentation: 'diffusion-ad-seg.dcm',
      parametricMap: 'diffusion-ad-pmap.dcm',
      report: 'diffusion-ad-sr.dcm',
      regions: 'diffusion-ad-regions-seg.dcm',
    });
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
  test.each(['seg', 'pmap', 'regions-seg'])('accepts the %s', async (name) =>
    expect((await lacuna(['verify', file(name), series])).stdout).toMatch(/^Verified: \d+ frames/),
  );
});

describe('lacuna reproduce', () => {
  test.each(['seg', 'regions-seg'])('gives the identical mask from the %s', async (name) => {
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

const count = (mask: Uint8Array) => mask.reduce((sum, value) => sum + value, 0);
