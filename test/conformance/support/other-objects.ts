import fs from 'node:fs';
import path from 'node:path';
import { releaseKeyImages } from '@lacuna/core/dicom/release-key-images.ts';
import { releaseSegmentation } from '@lacuna/core/dicom/release.ts';
import type { SourceInstance } from '@lacuna/core/dicom/source.ts';
import { keyImageRequest } from '../../dicom/support/key-image-request.ts';
import { randomMasks, requestOf, segmentOf } from '../../dicom/support/request.ts';

const EARLIER = {
  sopClassUID: '1.2.840.10008.5.1.4.1.1.66.4',
  sopInstanceUID: '2.25.5001',
  seriesInstanceUID: '2.25.5002',
};

/** Files of the objects that are neither plain SEG, map nor report, with what an outside judge needs, in a folder. */
export interface OtherObjects {
  readonly folder: string;
  readonly labelMap: string;
  readonly keyImage: string;
  /** A SEG that a person edited and that takes the place of an earlier one. */
  readonly edited: string;
  readonly labels: readonly Uint8Array[];
}

export function writeOtherObjects(folder: string, source: readonly SourceInstance[]): OtherObjects {
  fs.mkdirSync(folder, { recursive: true });
  const write = (name: string, bytes: Uint8Array) => {
    const file = path.join(folder, name);
    fs.writeFileSync(file, bytes);
    return file;
  };
  const first = randomMasks(source, 21, 0.3);
  const second = randomMasks(source, 22, 0.3).map(
    (mask, z) => mask && mask.map((value, i) => (first[z]![i] ? 0 : value)),
  );
  const segments = [segmentOf(first), segmentOf(second, { method: 'diffusion-ad', label: 'Second' })];
  const labelMap = releaseSegmentation(requestOf(source, segments, { encoding: 'labelmap' }));
  const edit = { slices: [0], added: 1, removed: 2, date: new Date(2026, 4, 6), editor: 'Doe^Jane' };
  const edited = releaseSegmentation(
    requestOf(source, [segmentOf(first, { edited: true, edit })], { predecessors: [EARLIER] }),
  );
  const pictures = releaseKeyImages(keyImageRequest(source));
  if (labelMap.kind !== 'written' || edited.kind !== 'written' || pictures.kind !== 'written')
    throw new Error('An object is empty.');
  const labels = first.map((mask, z) => mask!.map((value, i) => value + 2 * second[z]![i]!));
  fs.writeFileSync(path.join(folder, 'labels.u8'), Buffer.concat(labels));
  fs.writeFileSync(
    path.join(folder, 'case.json'),
    JSON.stringify({
      labels: 'labels.u8',
      uids: source.map(({ sopInstanceUID }) => sopInstanceUID),
      positions: source.map(({ imagePositionPatient }) => imagePositionPatient),
      labelMap: 'labelmap.dcm',
      keyImage: 'key.dcm',
    }),
  );
  return {
    folder,
    labelMap: write('labelmap.dcm', labelMap.bytes),
    keyImage: write('key.dcm', pictures.objects[0]!.bytes),
    edited: write('edited.dcm', edited.bytes),
    labels,
  };
}
