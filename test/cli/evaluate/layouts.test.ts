/** Which cases are found in which layout, and what is said about the rest. Names only; no file is read but DICOM heads. */
import fs from 'node:fs';
import path from 'node:path';
import { expect, test } from '@jest/globals';
import { findCases } from '../../../cli/src/evaluate/find-cases.ts';
import { niftiName } from '../../../cli/src/evaluate/nifti-names.ts';
import { smallSeries, temporaryFolder } from '../support/folders.ts';
import { put } from './small-set.ts';

const folder = temporaryFolder();
const find = (
  name: string,
  files: readonly string[],
  more: Partial<Parameters<typeof findCases>[0]> = {},
) => {
  for (const file of files) put(path.join(folder, name), file, '');
  return findCases({
    root: path.join(folder, name),
    out: path.join(folder, name, 'results'),
    sequence: 'flair',
    unmasked: 'auto',
    ...more,
  });
};
const brief = ({ cases }: Awaited<ReturnType<typeof find>>) =>
  cases.map(({ id, image, truth }) => [
    id,
    'file' in image ? image.file : 'folder' in image ? image.folder : image.study,
    'file' in truth ? truth.file : null,
  ]);

test.each([
  ['Brats18_2013_2_1_flair.nii.gz', 'Brats18_2013_2_1', 'flair'],
  ['BraTS2021_00000_t1ce.nii.gz', 'BraTS2021_00000', 't1ce'],
  ['BraTS-GLI-00000-000-t2f.nii.gz', 'BraTS-GLI-00000-000', 'flair'],
  ['BraTS-GLI-00000-000-t2w.nii.gz', 'BraTS-GLI-00000-000', 't2'],
  ['BraTS-GLI-00000-000-seg.nii.gz', 'BraTS-GLI-00000-000', 'mask'],
  ['brats_train_001_flair_080_w.nii.gz', 'brats_train_001_080_w', 'flair'],
  ['patient7_T2_FLAIR.nii', 'patient7', 'flair'],
  ['volume3.nii.gz', 'volume3', 'image'],
])('%s', (file, stem, role) => {
  const name = niftiName(file)!;
  expect(name.stem).toBe(stem);
  expect(name.role.kind === 'mask' ? 'mask' : (name.role.sequence ?? 'image')).toBe(role);
});

test('BraTS folders: time points of 2023 belong to one subject', async () => {
  const found = await find('brats', [
    'BraTS-GLI-00001-001/BraTS-GLI-00001-001-t2f.nii.gz',
    'BraTS-GLI-00001-001/BraTS-GLI-00001-001-seg.nii.gz',
    'BraTS-GLI-00001-000/BraTS-GLI-00001-000-t2f.nii.gz',
    'BraTS-GLI-00001-000/BraTS-GLI-00001-000-seg.nii.gz',
    'BraTS-GLI-00003-000/BraTS-GLI-00003-000-t1n.nii.gz',
  ]);
  expect(found.cases.map(({ id, subject }) => [id, subject])).toEqual([
    ['BraTS-GLI-00001-000', 'BraTS-GLI-00001'],
    ['BraTS-GLI-00001-001', 'BraTS-GLI-00001'],
  ]);
  expect(found.skipped).toEqual([
    expect.objectContaining({ id: 'BraTS-GLI-00003-000', reason: expect.stringContaining('only t1') }),
  ]);
});

test('flat files: masks by their suffix; a case without one among others is named, not guessed', async () => {
  const files = ['a.nii.gz', 'a_mask.nii.gz', 'b_flair.nii.gz', 'b_seg.nii.gz', 'c.nii.gz', 'd_seg.nii.gz'];
  const found = await find('flat', [...files, 'notes.txt', 'results/x_flair.nii.gz']);
  expect(brief(found)).toEqual([
    ['a', 'a.nii.gz', 'a_mask.nii.gz'],
    ['b', 'b_flair.nii.gz', 'b_seg.nii.gz'],
  ]);
  expect(found.skipped.map(({ id }) => id).sort()).toEqual(['c', 'd']);
  expect(brief(await find('flat', [], { unmasked: 'healthy' })).map(([id]) => id)).toEqual(['a', 'b', 'c']);
});

test('a set without any mask counts as healthy, and this is said', async () => {
  const found = await find('healthy', ['a/a_flair.nii.gz', 'b/b_flair.nii.gz']);
  expect(found.cases.map(({ truth }) => truth.kind)).toEqual(['none', 'none']);
  expect(found.warnings).toEqual([expect.stringContaining('taken as healthy')]);
  expect(await find('healthy', [], { limit: 1 })).toMatchObject({ cases: [{ id: 'a' }] });
});

test('BIDS: sessions, masks in derivatives, brain masks passed over, subjects without FLAIR named', async () => {
  const found = await find('bids', [
    'sub-01/ses-1/anat/sub-01_ses-1_FLAIR.nii.gz',
    'sub-01/ses-2/anat/sub-01_ses-2_FLAIR.nii.gz',
    'derivatives/manual/sub-01/ses-1/anat/sub-01_ses-1_label-lesion_mask.nii.gz',
    'derivatives/manual/sub-01/ses-1/anat/sub-01_ses-1_desc-brain_mask.nii.gz',
    'derivatives/manual/sub-01/ses-2/anat/sub-01_ses-2_label-lesion_mask.nii.gz',
    'sub-02/anat/sub-02_T1w.nii.gz',
  ]);
  expect(found.layout).toBe('bids');
  expect(brief(found)).toEqual([1, 2].map((n) => [
    `sub-01_ses-${n}`,
    `sub-01/ses-${n}/anat/sub-01_ses-${n}_FLAIR.nii.gz`,
    `derivatives/manual/sub-01/ses-${n}/anat/sub-01_ses-${n}_label-lesion_mask.nii.gz`,
  ])); // prettier-ignore
  expect(found.skipped).toEqual([expect.objectContaining({ id: 'sub-02' })]);
});

test('DICOM: a folder per case, its SEG told by the SOP class', async () => {
  const root = path.join(folder, 'dicom');
  smallSeries(path.join(root, 'p1'));
  const head = Buffer.alloc(400);
  head.write('DICM', 128, 'latin1');
  head.write('1.2.840.10008.5.1.4.1.1.66.4\0', 200, 'latin1');
  put(root, 'p1/seg.dcm', head);
  put(root, 'p2/seg.dcm', head);
  fs.writeFileSync(path.join(root, 'readme'), 'text');
  fs.rmSync(path.join(root, 'readme'));
  const found = await find('dicom', []);
  expect(brief(found)).toEqual([['p1', 'p1', 'p1/seg.dcm']]);
  expect(found.skipped).toEqual([expect.objectContaining({ id: 'p2' })]);
});

test('two masks, or no case at all, are refused with a reason', async () => {
  const found = await find('two', [
    'a_flair.nii.gz',
    'a_seg.nii.gz',
    'a_mask.nii.gz',
    'b.nii.gz',
    'b_seg.nii.gz',
  ]);
  expect(found.skipped).toEqual([
    expect.objectContaining({ id: 'a', reason: expect.stringContaining('2 masks') }),
  ]);
  await expect(find('none', ['readme.txt'])).rejects.toMatchObject({ code: 'invalid-argument' });
});
