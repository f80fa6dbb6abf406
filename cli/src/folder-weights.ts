import fs from 'node:fs/promises';
import path from 'node:path';
import { LacunaError } from '@lacuna/core/errors.ts';
import type { WeightsSource } from '@lacuna/core/inference/weights-source.ts';

const MAX_MANIFEST_BYTES = 1024 * 1024;
const MAX_MODEL_BYTES = 1024 * 1024 * 1024;

/** A weights bundle in a folder: manifest.json with the files it names beside it. Nothing is checked here but sizes. */
export function folderWeights(folder: string): WeightsSource {
  const read = async (name: string, maxBytes: number, signal?: AbortSignal): Promise<Uint8Array> => {
    const file = path.join(folder, name);
    try {
      const { size } = await fs.stat(file);
      if (size > maxBytes)
        throw new LacunaError(
          'weights-invalid',
          `The weights file ${name} is too large (${size} bytes). Install the weights again.`,
          { size },
        );
      return new Uint8Array(await fs.readFile(file, { signal }));
    } catch (thrown) {
      if (thrown instanceof LacunaError) throw thrown;
      if (signal?.aborted) throw new LacunaError('cancelled', 'The run was cancelled; nothing was changed.');
      throw new LacunaError(
        'weights-missing',
        `The weights file ${name} cannot be read in ${folder}. Give the folder of a weights bundle with --weights.`,
        { name },
        { cause: thrown },
      );
    }
  };
  return {
    async readManifest(signal) {
      const text = new TextDecoder().decode(await read('manifest.json', MAX_MANIFEST_BYTES, signal));
      try {
        return JSON.parse(text) as unknown;
      } catch (thrown) {
        throw new LacunaError(
          'weights-invalid',
          'The manifest.json of the weights is not JSON. Install the weights again.',
          undefined,
          { cause: thrown },
        );
      }
    },
    async readFile(name, onProgress, signal) {
      if (path.basename(name) !== name)
        throw new LacunaError(
          'weights-invalid',
          'The manifest of the weights names a file outside its folder.',
          { name },
        );
      const bytes = await read(name, MAX_MODEL_BYTES, signal);
      onProgress?.(bytes.byteLength);
      return bytes;
    },
  };
}
