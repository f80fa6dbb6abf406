import fs from 'node:fs/promises';
import path from 'node:path';
import { LacunaError, throwIfCancelled } from '@lacuna/core/errors.ts';

/** A BraTS set has some 7,000 files, a DICOM set some hundred thousand. */
const MOST_FILES = 2_000_000;
const DEEPEST = 16;

/**
 * Plain files below a data set's root, relative, with forward slashes, in the order of their paths. Hidden entries, links and
 * `except` (results written inside the set) are left out.
 * @throws LacunaError `invalid-argument` when the folder cannot be read or holds too much, `cancelled`
 */
export async function listFiles(root: string, except: string, signal?: AbortSignal): Promise<string[]> {
  const files: string[] = [];
  const walk = async (folder: string, depth: number): Promise<void> => {
    throwIfCancelled(signal);
    const entries = await fs.readdir(path.join(root, folder), { withFileTypes: true });
    for (const entry of entries.sort((a, b) => (a.name < b.name ? -1 : 1))) {
      if (entry.name.startsWith('.')) continue;
      const relative = folder === '' ? entry.name : `${folder}/${entry.name}`;
      if (path.resolve(root, relative) === path.resolve(except)) continue;
      if (entry.isFile()) files.push(relative);
      else if (entry.isDirectory() && depth < DEEPEST) await walk(relative, depth + 1);
      if (files.length > MOST_FILES)
        throw new LacunaError(
          'invalid-argument',
          `The folder holds more than ${MOST_FILES} files. Give the folder of one data set.`,
        );
    }
  };
  try {
    await walk('', 0);
  } catch (thrown) {
    if (thrown instanceof LacunaError) throw thrown;
    throw new LacunaError(
      'invalid-argument',
      `The folder ${root} cannot be read. Check the path and its permissions.`,
      undefined,
      { cause: thrown },
    );
  }
  return files;
}
