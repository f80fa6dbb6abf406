import fs from 'node:fs';
import path from 'node:path';
import { writeSegmentation } from '@lacuna/core/dicom/segmentation-writer.ts';
import { readDicomFolder } from '../../../cli/src/dicom-folder.ts';
import { readNifti } from '../../../cli/src/nifti-volume.ts';
import { freshUid } from '../../../extension/src/export/fresh-uid.ts';

/** Same length, so that the finished file can be rewritten in place. */
const [OURS, THEIRS] = ['Lacuna', 'Expert'];

/**
 * The drawn lesions of built-in study A as a SEG of another maker: segment 1 the mass, segment 2 the spot. Also gives the
 * masks, feet to head.
 */
export async function writeTruthSegmentation(
  studies: string,
  folder: string,
): Promise<{ file: string; mass: Uint8Array[]; spot: Uint8Array[] }> {
  const [series] = (await readDicomFolder(path.join(studies, 'synthetic-a'))).series;
  if (!series) throw new Error('The built-in study is missing.');
  const { source } = await readNifti(path.join(studies, 'truth/synthetic-a-truth.nii.gz'));
  const masksOf = (value: number) =>
    source.slices.map(({ pixels }) => Uint8Array.from(pixels, (pixel) => (pixel === value ? 1 : 0)));
  const [mass, spot] = [masksOf(1), masksOf(2)];
  const written = writeSegmentation({
    source: series.instances,
    segments: [mass, spot].map((masks, i) => ({
      method: 'diffusion-ad',
      label: i === 0 ? 'Mass' : 'Spot',
      masks,
      algorithm: { name: 'drawn', version: '1', parameters: {} },
    })),
    seriesNumber: 900,
    seriesDescription: 'Expert reading',
    contentDate: new Date('2026-01-01'),
    uid: freshUid,
    softwareVersion: '0',
  });
  if (written.kind === 'empty') throw new Error(written.sentence);
  const bytes = Buffer.from(written.bytes);
  for (let at = bytes.indexOf(OURS); at >= 0; at = bytes.indexOf(OURS, at + 1))
    bytes.write(THEIRS, at, 'latin1');
  const file = path.join(folder, 'expert.dcm');
  fs.writeFileSync(file, bytes);
  return { file, mass, spot };
}
