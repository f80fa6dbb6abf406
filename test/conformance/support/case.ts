import fs from 'node:fs';
import path from 'node:path';
import dicomParser from 'dicom-parser';
import { releaseSegmentation } from '@lacuna/core/dicom/release.ts';
import { sourceFromDataSet, type SourceInstance } from '@lacuna/core/dicom/source.ts';
import { randomMasks, requestOf, segmentOf } from '../../dicom/support/request.ts';

export interface Case {
  folder: string;
  seg: string;
  source: readonly SourceInstance[];
  /** By segment and source instance. */
  masks: readonly (readonly (Uint8Array | null)[])[];
}

/** A segmentation of two overlapping segments on the given files, with all that an outside judge needs, in a folder. */
export function writeCase(folder: string, files: readonly string[]): Case {
  const source = files.map((file) => sourceFromDataSet(dicomParser.parseDicom(fs.readFileSync(file))));
  const last = source.length - 1;
  const first = randomMasks(source, 21, 0.2, [0, 2]);
  const second = randomMasks(source, 22, 0.2, [last]);
  const released = releaseSegmentation(
    requestOf(source, [
      segmentOf(first),
      segmentOf(second, { method: 'diffusion-ad', label: 'Anomaly candidate, DiffusionAD', edited: true }),
    ]),
  );
  if (released.kind !== 'written') throw new Error(released.sentence);
  fs.mkdirSync(folder, { recursive: true });
  const seg = path.join(folder, 'seg.dcm');
  fs.writeFileSync(seg, released.bytes);
  const { rows, columns } = source[0]!;
  fs.writeFileSync(path.join(folder, 'masks.npy'), npy([first, second], rows, columns));
  const description = { source: files.map((file) => path.resolve(file)), seg: 'seg.dcm', masks: 'masks.npy' };
  fs.writeFileSync(path.join(folder, 'case.json'), JSON.stringify(description));
  return { folder, seg, source, masks: [first, second] };
}

/** numpy's file format 1.0: uint8 of shape (segments, instances, rows, columns), C order. */
function npy(segments: readonly (readonly (Uint8Array | null)[])[], rows: number, columns: number): Buffer {
  const shape = [segments.length, segments[0]!.length, rows, columns].join(', ');
  const text = `{'descr': '|u1', 'fortran_order': False, 'shape': (${shape}), }`;
  const header = `${text.padEnd(64 * Math.ceil((text.length + 11) / 64) - 11)}\n`;
  const length = Buffer.alloc(2);
  length.writeUInt16LE(header.length);
  const planes = segments.flat().map((mask) => Buffer.from(mask ?? new Uint8Array(rows * columns)));
  return Buffer.concat([
    Buffer.from([0x93]),
    Buffer.from('NUMPY\x01\x00', 'latin1'),
    length,
    Buffer.from(header, 'latin1'),
    ...planes,
  ]);
}
