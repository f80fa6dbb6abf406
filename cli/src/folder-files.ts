import fs from 'node:fs/promises';
import path from 'node:path';
import { LacunaError } from '@lacuna/core/errors.ts';

/** Enough for any study; a folder such as a whole disk is refused instead of being read for hours. */
const MOST_FILES = 20_000;
const DEEPEST = 16;

/**
 * Plain files below a folder, hidden ones left out, in the order of their paths; links are not followed.
 * @throws LacunaError `invalid-argument` when the folder cannot be read or holds too much
 */
export async function filesBelow(folder: string): Promise<string[]> {
  const files: string[] = [];
  const walk = async (current: string, depth: number): Promise<void> => {
    if (depth > DEEPEST)
      throw new LacunaError(
        'invalid-argument',
        `The folder is nested more than ${DEEPEST} levels deep. Give the folder of one series.`,
      );
    const entries = await fs.readdir(current, { withFileTypes: true });
    for (const entry of entries.sort((a, b) => (a.name < b.name ? -1 : 1))) {
      if (entry.name.startsWith('.')) continue;
      const full = path.join(current, entry.name);
      if (entry.isDirectory()) await walk(full, depth + 1);
      else if (entry.isFile()) files.push(full);
      if (files.length > MOST_FILES)
        throw new LacunaError(
          'invalid-argument',
          `The folder holds more than ${MOST_FILES} files. Give the folder of one study or series.`,
        );
    }
  };
  try {
    await walk(folder, 0);
  } catch (thrown) {
    if (thrown instanceof LacunaError) throw thrown;
    throw new LacunaError(
      'invalid-argument',
      `The folder ${folder} cannot be read. Check the path and its permissions.`,
      undefined,
      { cause: thrown },
    );
  }
  return files;
}

/** @throws LacunaError `corrupt-file` when the file is larger than `maxBytes` or cannot be read */
export async function readWithin(file: string, maxBytes: number): Promise<Buffer> {
  try {
    const { size } = await fs.stat(file);
    if (size > maxBytes)
      throw new LacunaError(
        'corrupt-file',
        `The file is larger than ${Math.round(maxBytes / 2 ** 20)} MiB and is not read.`,
        { size },
      );
    return await fs.readFile(file);
  } catch (thrown) {
    if (thrown instanceof LacunaError) throw thrown;
    throw new LacunaError('corrupt-file', 'The file cannot be read from the disk.', undefined, {
      cause: thrown,
    });
  }
}
