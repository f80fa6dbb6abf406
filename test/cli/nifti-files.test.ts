/** Reading and writing NIfTI files against nibabel, and files that must be refused. */
import fs from 'node:fs';
import path from 'node:path';
import zlib from 'node:zlib';
import { describe, expect, jest, test } from '@jest/globals';
import { encodeNifti } from '../../cli/src/nifti-writer.ts';
import { readNifti } from '../../cli/src/nifti-volume.ts';
import { dataFolder } from '../../scripts/environment.mjs';
import { differences } from './support/compare.ts';
import { lacks, python, temporaryFolder } from './support/folders.ts';
import { gzipped, type NiftiFile, niftiFile } from './support/nifti-file.ts';

jest.setTimeout(30_000);
const folder = temporaryFolder();
const dims = [27, 25, 3];
const count = 27 * 25 * 3;
const values = Float32Array.from({ length: count }, (_, i) => ((i * 7919) % 4001) - 100);
const srow = [
  [-4, 0, 0, 50],
  [0, -4.5, 0, 60],
  [0, 0, 6, -7],
];
/** Turned by 13 and 9 degrees about two axes, stored front to back. */
const [ca, sa, cb, sb] = [Math.cos(0.227), Math.sin(0.227), Math.cos(0.157), Math.sin(0.157)];
const tilted = [
  [-4 * cb, 4.5 * sa * sb, 6 * ca * sb, 50.25],
  [0, 4.5 * ca, -6 * sa, -60],
  [4 * sb, 4.5 * sa * cb, 6 * ca * cb, -7],
];

/** Writes the slices of a volume back onto its grid and lets nibabel compare. */
async function roundTrip(name: string, bytes: Buffer): Promise<string> {
  const file = path.join(folder, name);
  fs.writeFileSync(file, bytes);
  const { source, grid } = await readNifti(file);
  const { columns } = source.slices[0]!.geometry;
  const out = path.join(folder, 'out.nii.gz');
  const planes = source.slices.map(({ pixels }) => pixels);
  fs.writeFileSync(out, await encodeNifti(grid, 'float32', planes, columns, 'test'));
  return differences('grid', file, out, '--same-values');
}

const quaternion = [0.1, -0.2, 0.3, 10, 20, -30];
const VARIANTS: Record<string, Partial<NiftiFile>> = {
  'float32, sform': {},
  'tilted sform': { srow: tilted },
  'sform and qform that differ': { qform: { code: 2, quaternion, pixdim: [-1, 4, 4.5, 6] }, sformCode: 4 },
  'qform alone, left-handed': { qform: { code: 1, quaternion, pixdim: [-1, 4, 4.5, 6] }, sformCode: 0 },
  'int16 with slope and intercept': { datatype: 'int16', slope: 0.5, intercept: -3 },
  'slope 0, which means none': { datatype: 'int16', slope: 0, intercept: 9 },
  'big-endian': { bigEndian: true },
  'four dimensions, one volume': { dims: [...dims, 1] },
};

(lacks(python) ? describe.skip : describe)(
  'voxels and grid as nibabel sees them (needs Python with nibabel)',
  () => {
    test.each(Object.entries(VARIANTS))('%s', async (_, variant) => {
      expect(await roundTrip('variant.nii.gz', gzipped({ dims, srow, values, ...variant }))).toBe('');
    });

    const brats =
      dataFolder() && path.join(dataFolder()!, 'brats-style/TCGA-DU-7294/TCGA-DU-7294_flair.nii.gz');
    (lacks(brats) ? test.skip : test)(
      'a BraTS case (needs ../shared/data)',
      async () => {
        expect(await roundTrip('brats_flair.nii.gz', fs.readFileSync(brats!))).toBe('');
      },
      60_000,
    );

    test('a thick sagittal acquisition is refused', async () => {
      const file = path.join(folder, 'sagittal.nii');
      const size = { dims: [30, 60, 60], values: new Float32Array(30 * 60 * 60) };
      fs.writeFileSync(file, niftiFile({ ...size, srow: [[5, 0, 0, 0], [0, 2, 0, 0], [0, 0, 2, 0]] })); // prettier-ignore
      await expect(readNifti(file)).rejects.toMatchObject({
        code: 'not-axial',
        message: expect.stringMatching(/not acquired in axial slices/),
      });
    });
  },
);

describe('files that are refused', () => {
  const whole = niftiFile({ dims, srow, values });
  const patched = (at: number, bytes: readonly number[]): Buffer => {
    const copy = Buffer.from(whole);
    copy.set(bytes, at);
    return copy;
  };
  const CASES: Record<string, readonly [Buffer, string, RegExp]> = {
    'not NIfTI': [Buffer.from('<html>not here</html>'), 'corrupt-file', /not a single-file NIfTI/],
    empty: [Buffer.alloc(0), 'corrupt-file', /not a single-file NIfTI/],
    'cut short': [whole.subarray(0, whole.length - 10), 'corrupt-file', /cut short/],
    'damaged gzip': [gzipped({ dims, srow, values }).subarray(0, 900), 'corrupt-file', /damaged/],
    'several volumes': [
      niftiFile({ dims: [27, 25, 3, 2], srow, values: new Float32Array(2 * count) }),
      'invalid-argument',
      /several volumes/,
    ],
    'two dimensions': [
      niftiFile({ dims: [27, 25], srow, values: new Float32Array(27 * 25) }),
      'corrupt-file',
      /three-dimensional/,
    ],
    'no orientation': [
      niftiFile({ dims, srow, values, sformCode: 0 }),
      'no-geometry',
      /neither sform nor qform/,
    ],
    'flat orientation': [
      niftiFile({ dims, srow: [srow[0]!, srow[0]!, srow[2]!], values }),
      'no-geometry',
      /not a proper one/,
    ],
    'negative dimension': [patched(42, [0xff, 0xff]), 'corrupt-file', /three-dimensional/],
    'huge dimensions': [patched(42, [0xff, 0x7f, 0xff, 0x7f, 0xff, 0x7f]), 'corrupt-file', /too large/],
    RGB: [patched(70, [128, 0]), 'colour', /colour/],
    complex: [patched(70, [32, 0]), 'corrupt-file', /type of value/],
    'voxels inside the header': [patched(108, [0, 0, 0, 0]), 'corrupt-file', /start of the voxels/],
    'tilted about two axes': [niftiFile({ dims, srow: [[-2.7, 1.33, 2.67, 0], [2.67, 2.67, 1.33, 0], [-1.33, 2.67, -2.7, 0]], values }), 'not-axial', /tilted 48 degrees/], // prettier-ignore
    'too small for a head': [niftiFile({ dims, srow: [[1, 0, 0, 0], [0, 1, 0, 0], [0, 0, 1, 0]], values }), 'too-small', /too small/], // prettier-ignore
  };

  test.each(Object.entries(CASES))('%s', async (_, [bytes, code, message]) => {
    const file = path.join(folder, 'refused.nii');
    fs.writeFileSync(file, bytes);
    await expect(readNifti(file)).rejects.toMatchObject({
      name: 'LacunaError',
      code,
      message: expect.stringMatching(message),
    });
  });

  test('a small file that inflates without bound is read only as far as its header says', async () => {
    const bomb = zlib.gzipSync(Buffer.concat([whole, Buffer.alloc(256 * 1024 * 1024)]));
    const file = path.join(folder, 'bomb.nii.gz');
    fs.writeFileSync(file, bomb);
    const started = performance.now();
    const { source } = await readNifti(file);
    expect(source.slices).toHaveLength(3);
    expect(performance.now() - started).toBeLessThan(2000);
  });

  test('NaN voxels are read as 0, with a warning', async () => {
    const holes = Float32Array.from(values, (v, i) => (i < 5 ? NaN : v));
    const file = path.join(folder, 'nan.nii');
    fs.writeFileSync(file, niftiFile({ dims, srow, values: holes }));
    const { source, warnings } = await readNifti(file);
    expect(source.slices.every(({ pixels }) => pixels.every(Number.isFinite))).toBe(true);
    expect(warnings).toEqual([expect.stringMatching(/^5 voxels .* not numbers/)]);
  });
});
