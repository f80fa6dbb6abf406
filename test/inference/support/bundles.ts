import fs from 'node:fs/promises';
import path from 'node:path';
import { LacunaError } from '@lacuna/core/errors.ts';
import type { WeightsSource } from '@lacuna/core/inference/weights-source.ts';
import { FIXTURES } from '../../core/support/golden.ts';

export const TINY = path.join(FIXTURES, 'weights-tiny');

/** A bundle in a folder; `change` may tamper with what is read. */
export function folderSource(
  folder = TINY,
  change: {
    manifest?: (json: Record<string, unknown>) => unknown;
    file?: (name: string, bytes: Uint8Array) => Uint8Array;
  } = {},
): WeightsSource {
  return {
    async readManifest() {
      const json = JSON.parse(await fs.readFile(path.join(folder, 'manifest.json'), 'utf8')) as Record<
        string,
        unknown
      >;
      return change.manifest ? change.manifest(json) : json;
    },
    async readFile(name, onProgress) {
      const bytes = await fs.readFile(path.join(folder, name)).catch((cause: unknown) => {
        throw new LacunaError('weights-missing', `no ${name}`, undefined, { cause });
      });
      onProgress?.(bytes.byteLength);
      const own = new Uint8Array(bytes); // a copy that is this realm's Uint8Array, not a Buffer
      return change.file ? change.file(name, own) : own;
    },
  };
}
