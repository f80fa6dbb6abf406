import fs from 'node:fs/promises';
import path from 'node:path';
import { LacunaError } from '@lacuna/core/errors.ts';

/**
 * The files of one run. Each is first written beside its place under a hidden name; `commit` puts all in place at the end, so that
 * a cancelled or failed run leaves the folder as it was.
 */
export class OutputFiles {
  private readonly staged = new Map<string, string>();

  private constructor(
    readonly folder: string,
    private readonly created: boolean,
  ) {}

  /** @throws LacunaError `store-failed` when the folder cannot be made or written to */
  static async open(folder: string): Promise<OutputFiles> {
    return storing(folder, async () => {
      const existed = await fs.stat(folder).then(
        (s) => s.isDirectory(),
        () => false,
      );
      await fs.mkdir(folder, { recursive: true });
      await fs.access(folder, fs.constants.W_OK);
      return new OutputFiles(folder, !existed);
    });
  }

  /** @throws LacunaError `store-failed` */
  async stage(name: string, bytes: Uint8Array | string): Promise<void> {
    const temporary = path.join(this.folder, `.${name}.${process.pid}.partial`);
    this.staged.set(name, temporary);
    await storing(this.folder, () => fs.writeFile(temporary, bytes));
  }

  /**
   * Replaces the results of an earlier run by the staged ones; `last` is put in place last, so that its presence says
   * that the others are complete and belong to it.
   * @param earlier names that an earlier run may have left and that this one does not write
   */
  async commit(last: string, earlier: readonly string[]): Promise<void> {
    await storing(this.folder, async () => {
      for (const name of new Set([last, ...earlier]))
        await fs.rm(path.join(this.folder, name), { force: true });
      const names = [...this.staged.keys()].filter((name) => name !== last);
      for (const name of [...names, last]) {
        await fs.rename(this.staged.get(name)!, path.join(this.folder, name));
        this.staged.delete(name);
      }
    });
  }

  /** Removes what was staged and, when nothing else is in it, a folder that this run made. Idempotent. */
  async discard(): Promise<void> {
    for (const temporary of this.staged.values())
      await fs.rm(temporary, { force: true }).catch(() => undefined);
    this.staged.clear();
    if (this.created) await fs.rmdir(this.folder).catch(() => undefined);
  }
}

async function storing<T>(folder: string, action: () => Promise<T>): Promise<T> {
  try {
    return await action();
  } catch (thrown) {
    throw new LacunaError(
      'store-failed',
      `The results cannot be written to ${folder}. Check the path, its permissions and the free space.`,
      undefined,
      { cause: thrown },
    );
  }
}
