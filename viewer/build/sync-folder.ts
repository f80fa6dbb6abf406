import fs from 'node:fs/promises';
import path from 'node:path';

/** Relative paths, with forward slashes, of all files below a folder; empty when there is no such folder. */
export async function filesBelow(folder: string, prefix = ''): Promise<string[]> {
  const entries = await fs.readdir(path.join(folder, prefix), { withFileTypes: true }).catch(() => []);
  const nested = entries.map((entry) => {
    const relative = prefix ? `${prefix}/${entry.name}` : entry.name;
    return entry.isDirectory() ? filesBelow(folder, relative) : [relative];
  });
  return (await Promise.all(nested)).flat();
}

/**
 * Makes `target` hold the accepted files of `source`. Files with equal size and time stay as they are; others that
 * are not in `source` go, except those that `keep` names.
 */
export async function syncFolder(
  source: string,
  target: string,
  accept: (relative: string) => boolean = () => true,
  keep: (relative: string) => boolean = () => false,
): Promise<void> {
  const wanted = new Set((await filesBelow(source)).filter(accept));
  for (const relative of wanted)
    await copyIfChanged(path.join(source, relative), path.join(target, relative));
  for (const present of await filesBelow(target)) {
    const original = present.replace(/\.gz$/, '');
    if (!wanted.has(original) && !keep(original)) await fs.rm(path.join(target, present));
  }
}

/** True when the file was copied. Times travel with the file, so that an unchanged one is known the next time. */
export async function copyIfChanged(source: string, target: string): Promise<boolean> {
  const [from, to] = await Promise.all([fs.stat(source), fs.stat(target).catch(() => undefined)]);
  if (to && to.size === from.size && Math.abs(to.mtimeMs - from.mtimeMs) < 2) return false;
  await fs.mkdir(path.dirname(target), { recursive: true });
  await fs.copyFile(source, target, fs.constants.COPYFILE_FICLONE);
  await fs.utimes(target, from.atime, from.mtime);
  return true;
}
