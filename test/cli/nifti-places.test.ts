/** Files that nibabel wrote: every voxel of every slice lies where nibabel says, and goes back to where it was. */
import { execFileSync } from 'node:child_process';
import fs from 'node:fs';
import path from 'node:path';
import { expect, jest, test } from '@jest/globals';
import { encodeNifti } from '../../cli/src/nifti-writer.ts';
import { readNifti } from '../../cli/src/nifti-volume.ts';
import { differences } from './support/compare.ts';
import { lacks, python, ROOT, temporaryFolder } from './support/folders.ts';

jest.setTimeout(180_000);
const folder = temporaryFolder();
const set = path.join(folder, 'set');
/** Of x + 3 y + 7 z; 8-bit files step by 5, and a wrong voxel is off by 4 mm or more. */
const TOLERANCE = (name: string) => (name.includes('uint8') ? 3 : 0.02);

(lacks(python) ? test.skip : test)('every voxel of 57 files (needs Python with nibabel)', async () => {
  execFileSync(python!, [path.join(ROOT, 'test/cli/support/make_nifti_set.py'), set]);
  const names = fs.readdirSync(set).sort();
  expect(names).toHaveLength(57);
  const wrong: string[] = [];
  for (const name of names) {
    const { source } = await readNifti(path.join(set, name));
    let voxels = 0;
    for (const { geometry: g, pixels } of source.slices) {
      const [rx, ry, rz, cx, cy, cz] = g.imageOrientationPatient;
      const [px, py, pz] = g.imagePositionPatient;
      for (let i = 0; i < pixels.length; i++) {
        const across = (i % g.columns) * g.columnSpacingMm;
        const down = Math.floor(i / g.columns) * g.rowSpacingMm;
        const [left, back, head] = [px + rx * across + cx * down, py + ry * across + cy * down, pz + rz * across + cz * down]; // prettier-ignore
        if (!(Math.abs(pixels[i]! - (1000 - left - 3 * back + 7 * head)) <= TOLERANCE(name))) voxels++;
      }
    }
    if (voxels > 0) wrong.push(`${name}: ${voxels} voxels`);
  }
  expect(wrong).toEqual([]);
});

(lacks(python) ? test.skip : test).each([
  'orientation-17.nii.gz',
  'forms-disagree.nii',
  'big-endian.nii',
  'nifti2.nii.gz',
  'nifti2-qform.nii',
])(
  // prettier-ignore
  '%s goes back onto its grid',
  async (name) => {
    const { source, grid } = await readNifti(path.join(set, name));
    const out = path.join(folder, 'back.nii.gz');
    const planes = source.slices.map(({ pixels }) => pixels);
    fs.writeFileSync(
      out,
      await encodeNifti(grid, 'float32', planes, source.slices[0]!.geometry.columns, 'test'),
    );
    // results are NIfTI-1, whose single precision cannot hold the doubles of NIfTI-2
    const rounded = name.startsWith('nifti2') ? /^(affine differs by [\d.]+e-0[6-9])?\s*$/ : /^$/;
    expect(differences('grid', path.join(set, name), out, '--same-values')).toMatch(rounded);
  },
);
