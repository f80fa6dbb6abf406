import fs from 'node:fs/promises';
import path from 'node:path';
import { throwIfCancelled } from '@lacuna/core/errors.ts';
import { caseId, type FoundCases, groupBy } from './found-cases.ts';

/** Segmentation Storage and no longer UID; its length is even, so that no NUL follows it. */
const SEGMENTATION_STORAGE = /1\.2\.840\.10008\.5\.1\.4\.1\.1\.66\.4(?![\d.])/;
/** Preamble and file meta information. */
const HEAD_BYTES = 1024;

/** `segmentation` by the SOP class in the file meta information; undefined for a file that is not DICOM. */
async function dicomKind(file: string): Promise<'segmentation' | 'other' | undefined> {
  const handle = await fs.open(file, 'r');
  try {
    const head = Buffer.alloc(HEAD_BYTES);
    await handle.read(head, 0, HEAD_BYTES, 0);
    if (head.toString('latin1', 128, 132) !== 'DICM') return undefined;
    return SEGMENTATION_STORAGE.test(head.toString('latin1', 132)) ? 'segmentation' : 'other';
  } finally {
    await handle.close();
  }
}

/**
 * Cases of a DICOM set: one per folder directly below the root that holds DICOM, or the root itself where files lie right in it.
 * The truth is the one segmentation (DICOM SEG) in it.
 */
export async function dicomCases(
  root: string,
  files: readonly string[],
  signal?: AbortSignal,
): Promise<FoundCases> {
  const found: FoundCases = { cases: [], skipped: [] };
  const flat = files.some((file) => !file.includes('/'));
  const groups = groupBy(files, (file) => (flat ? '.' : file.slice(0, file.indexOf('/'))));
  for (const [folder, inside] of groups) {
    const segmentations: string[] = [];
    let images = 0;
    for (const file of inside) {
      throwIfCancelled(signal);
      const kind = await dicomKind(path.join(root, file)).catch(() => undefined);
      if (kind === 'segmentation') segmentations.push(file);
      if (kind === 'other') images++;
    }
    const id = caseId(folder === '.' ? path.basename(path.resolve(root)) : folder);
    const skip = (reason: string) =>
      found.skipped.push({ kind: 'skipped', id, code: 'invalid-argument', reason });
    if (images === 0 && segmentations.length === 0) continue;
    if (images === 0) skip('There is a DICOM SEG without the images it refers to.');
    else if (segmentations.length > 1)
      skip(`The case has ${segmentations.length} DICOM SEG; it is not clear which is the truth.`);
    else
      found.cases.push({
        id,
        subject: id,
        image: { kind: 'dicom', folder },
        truth: segmentations[0] ? { kind: 'dicom-seg', file: segmentations[0] } : { kind: 'none' },
      });
  }
  return found;
}
