import fs from 'node:fs/promises';
import path from 'node:path';
import { verifyKeyImage } from '@lacuna/core/dicom/key-image-verifier.ts';
import { verifyLabelMap } from '@lacuna/core/dicom/label-map-verifier.ts';
import { referencedSegmentation } from '@lacuna/core/dicom/measurement-report-file.ts';
import { verifyMeasurementReport } from '@lacuna/core/dicom/measurement-report-verifier.ts';
import { verifyParametricMap } from '@lacuna/core/dicom/parametric-map-verifier.ts';
import { verifySegmentation } from '@lacuna/core/dicom/segmentation-verifier.ts';
import type { SourceInstance } from '@lacuna/core/dicom/source.ts';
import type { Verification } from '@lacuna/core/dicom/verify-types.ts';
import { LacunaError } from '@lacuna/core/errors.ts';
import { parsePart10 } from './dicom-parse.ts';
import { readObjectFile } from './source-of-object.ts';

/** A kind of object that can be verified: what people call it, and what is counted in it. */
interface Kind {
  readonly name: string;
  readonly counted: string;
  readonly verify: (
    bytes: Uint8Array,
    source: readonly SourceInstance[],
    beside: () => Promise<Uint8Array>,
  ) => Verification | Promise<Verification>;
}

const FRAMES = 'frames lie where their source images lie and refer to them';
const KINDS: Readonly<Record<string, Kind>> = {
  '1.2.840.10008.5.1.4.1.1.66.4': {
    name: 'SEG',
    counted: FRAMES,
    verify: (b, s) => verifySegmentation(b, s),
  },
  '1.2.840.10008.5.1.4.1.1.66.7': {
    name: 'label map',
    counted: FRAMES,
    verify: (b, s) => verifyLabelMap(b, s),
  },
  '1.2.840.10008.5.1.4.1.1.30': {
    name: 'Parametric Map',
    counted: FRAMES,
    verify: (b, s) => verifyParametricMap(b, s),
  },
  '1.2.840.10008.5.1.4.1.1.88.34': {
    name: 'structured report',
    counted: 'measurement groups agree with their segments, source and evidence',
    verify: async (bytes, source, beside) => verifyMeasurementReport(bytes, source, await beside()),
  },
  '1.2.840.10008.5.1.4.1.1.7': {
    name: 'key image',
    counted: 'picture refers to its source image and is marked as what it is',
    verify: (bytes, source) => verifyKeyImage(bytes, source),
  },
};

export interface VerifiedFile {
  readonly name: string;
  readonly counted: string;
  readonly result: Verification;
}

/**
 * Verifies an object of any class that Lacuna writes.
 * @param file where the bytes lie; the SEG that a report refers to is looked for beside it
 * @throws LacunaError `invalid-argument` for another class, or when the SEG of a report is not there
 */
export async function verifyObjectFile(
  file: string,
  bytes: Uint8Array,
  source: readonly SourceInstance[],
  segmentation: string | undefined,
): Promise<VerifiedFile> {
  const kind = KINDS[sopClassOf(bytes)];
  if (!kind) {
    throw new LacunaError(
      'invalid-argument',
      'The object is none of those that Lacuna writes: segmentation, label map, Parametric Map, structured report, key image.',
    );
  }
  const beside = () => (segmentation ? readObjectFile(segmentation) : findSegmentation(file, bytes));
  const { name, counted } = kind;
  return { name, counted, result: await kind.verify(bytes, source, beside) };
}

const sopClassOf = (bytes: Uint8Array) => parsePart10(bytes).dataSet.string('x00080016')?.trim() ?? '';

/** The SEG among the files beside a report that has the UID which the report refers to. */
async function findSegmentation(file: string, report: Uint8Array): Promise<Uint8Array> {
  const wanted = referencedSegmentation(report);
  const folder = path.dirname(file);
  for (const name of (await fs.readdir(folder)).filter((entry) => entry.endsWith('.dcm'))) {
    const bytes = await readObjectFile(path.join(folder, name)).catch(() => undefined);
    if (!bytes) continue;
    const uid = parsePart10(bytes).dataSet.string('x00080018')?.trim();
    if (uid !== undefined && uid === wanted) return bytes;
  }
  throw new LacunaError(
    'invalid-argument',
    'The SEG that the report refers to is not beside it. Give it with --segmentation.',
    { wanted },
  );
}
