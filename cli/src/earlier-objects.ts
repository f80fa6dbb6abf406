import path from 'node:path';
import type { ObjectReference } from '@lacuna/core/dicom/object-reference.ts';
import type { SourceInstance } from '@lacuna/core/dicom/source.ts';
import { LacunaError } from '@lacuna/core/errors.ts';
import { parsePart10 } from './dicom-parse.ts';
import { readWithin } from './folder-files.ts';

const MAX_OBJECT_BYTES = 1024 * 1024 * 1024;

/**
 * Objects of an earlier run on the same series that lie in the folder of results: a new run replaces the files, and its
 * objects name them, because a copy may have been sent to an archive.
 * @param names of the files that a run may write
 * @returns references by file name; files that are missing, unreadable or of another study are left out
 */
export async function earlierObjects(
  folder: string,
  names: readonly string[],
  [source]: readonly SourceInstance[],
): Promise<ReadonlyMap<string, ObjectReference>> {
  const found = new Map<string, ObjectReference>();
  for (const name of names) {
    const reference = await referenceOf(path.join(folder, name), source);
    if (reference) found.set(name, reference);
  }
  return found;
}

async function referenceOf(
  file: string,
  source: SourceInstance | undefined,
): Promise<ObjectReference | undefined> {
  try {
    const { dataSet } = parsePart10(new Uint8Array(await readWithin(file, MAX_OBJECT_BYTES)));
    const text = (tag: string) => dataSet.string(tag)?.trim() ?? '';
    if (text('x0020000d') !== source?.studyInstanceUID) return undefined;
    return {
      sopClassUID: text('x00080016'),
      sopInstanceUID: text('x00080018'),
      seriesInstanceUID: text('x0020000e'),
    };
  } catch (thrown) {
    if (thrown instanceof LacunaError || (thrown as NodeJS.ErrnoException).code === 'ENOENT')
      return undefined;
    throw thrown;
  }
}
