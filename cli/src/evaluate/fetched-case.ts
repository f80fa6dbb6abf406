import { createHash } from 'node:crypto';
import fs from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { LacunaError } from '@lacuna/core/errors.ts';
import { isUid, isWebRoot } from '../dicomweb/address.ts';
import { multipartBodies } from '../dicomweb/multipart.ts';
import { getFromWeb } from '../dicomweb/request.ts';
import type { CaseInput, FileCaseInput } from './case-types.ts';

/** All series of a case together; no study of the head comes near. */
const MAX_CASE_BYTES = 1024 * 1024 * 1024;
const RETRIEVE_TIMEOUT_MS = 10 * 60_000;
/** As stored: the pixels that the server has, not another encoding of them. */
const AS_STORED = 'multipart/related; type="application/dicom"; transfer-syntax=*';

/**
 * Does something with the files of a case. Those behind DICOMweb are fetched into a temporary folder first (WADO-RS), which is gone
 * when `use` has ended.
 * @param root the data set's folder, or the root of the DICOMweb service
 * @throws LacunaError see getFromWeb; `invalid-argument` when the root is not of the kind of the case
 */
export async function withCaseFiles<T>(
  root: string,
  input: Pick<CaseInput, 'image' | 'truth'>,
  signal: AbortSignal | undefined,
  use: (root: string, files: FileCaseInput) => Promise<T>,
): Promise<T> {
  const { image, truth } = input;
  if (image.kind !== 'dicomweb' && truth.kind !== 'dicomweb-seg') return use(root, { image, truth });
  if (image.kind !== 'dicomweb' || truth.kind === 'nifti' || truth.kind === 'dicom-seg' || !isWebRoot(root))
    throw new LacunaError(
      'invalid-argument',
      'The case is behind DICOMweb, but no DICOMweb address is given.',
    );
  const folder = await fs.mkdtemp(path.join(os.tmpdir(), 'lacuna-case-'));
  try {
    let left = MAX_CASE_BYTES;
    const fetchInto = async (name: string, study: string, series: string): Promise<string[]> => {
      const { bytes, files } = await fetchSeries(root, study, series, path.join(folder, name), left, signal);
      left -= bytes;
      return files;
    };
    for (const series of image.series) await fetchInto('image', image.study, series);
    if (truth.kind === 'none') return await use(folder, { image: { kind: 'dicom', folder: 'image' }, truth });
    const segs = await fetchInto('truth', truth.study, truth.series);
    if (segs.length !== 1)
      throw new LacunaError(
        'invalid-argument',
        `The case has ${segs.length} DICOM SEG; it is not clear which is the truth.`,
      );
    return await use(folder, {
      image: { kind: 'dicom', folder: 'image' },
      truth: { kind: 'dicom-seg', file: `truth/${segs[0]}` },
    });
  } finally {
    await fs.rm(folder, { recursive: true, force: true });
  }
}

/** Files are named by their own hash: the same series gives the same names in the same order, however the server sends it. */
async function fetchSeries(
  root: string,
  study: string,
  series: string,
  folder: string,
  maxBytes: number,
  signal?: AbortSignal,
): Promise<{ bytes: number; files: string[] }> {
  if (!isUid(study) || !isUid(series))
    throw new LacunaError('invalid-argument', 'The case names a study or series that is no UID.');
  const { body, contentType } = await getFromWeb(`${root}/studies/${study}/series/${series}`, {
    accept: AS_STORED,
    maxBytes,
    timeoutMs: RETRIEVE_TIMEOUT_MS,
    signal,
  });
  await fs.mkdir(folder, { recursive: true });
  const files = new Set<string>();
  for (const part of multipartBodies(body, contentType)) {
    const name = `${createHash('sha256').update(part).digest('hex')}.dcm`;
    files.add(name);
    await fs.writeFile(path.join(folder, name), part);
  }
  return { bytes: body.length, files: [...files] };
}
