import { LacunaError } from '../errors.ts';
import { valueBytes } from './element-values.ts';
import { damaged, type MultiframeFile, readMultiframeFile } from './multiframe-file.ts';
import type { SourceInstance } from './source.ts';
import { sourceKey } from './source-key.ts';

/** A finished Parametric Map as its bytes say it is. */
export interface ParametricMapFile extends MultiframeFile {
  /** Float Pixel Data, a view of the file, not aligned; frames without gaps. */
  readonly floats: Uint8Array;
}

/**
 * Reads a Parametric Map of 32-bit floats.
 * @throws LacunaError `corrupt-file` | `unsupported-transfer-syntax`
 */
export function readParametricMapFile(bytes: Uint8Array): ParametricMapFile {
  const file = readMultiframeFile(bytes);
  const floats = valueBytes(file.dataSet, 'x7fe00008');
  if (!floats) throw damaged('its float pixel data are missing or cut short');
  if (floats.length !== 4 * file.frames.length * file.rows * file.columns) {
    throw damaged('its float pixel data have another length than its frames');
  }
  return { ...file, floats };
}

/** One frame, row-major, rows*columns. */
export function frameValues({ floats, rows, columns }: ParametricMapFile, frame: number): Float32Array {
  const bytes = 4 * rows * columns;
  // copied, because a view of floats would have to begin at a multiple of four
  return new Float32Array(floats.slice(frame * bytes, (frame + 1) * bytes).buffer);
}

/**
 * The maps back on the source instances that the frames refer to; null where no frame does.
 *
 * Assignment is by reference only; whether the frames lie where the instances lie is for `verifyParametricMap` to say.
 * @throws LacunaError `corrupt-file` | `unsupported-transfer-syntax` | `verification-failed`
 */
export function decodeParametricMap(
  bytes: Uint8Array,
  source: readonly SourceInstance[],
): readonly (Float32Array | null)[] {
  const file = readParametricMapFile(bytes);
  const indexOf = new Map(source.map((slice, i) => [sourceKey(slice), i]));
  const maps: (Float32Array | null)[] = source.map(() => null);
  file.frames.forEach(({ references }, f) => {
    const index = references.length === 1 ? indexOf.get(references[0]?.key ?? '') : undefined;
    if (index === undefined || maps[index]) {
      throw new LacunaError(
        'verification-failed',
        `Frame ${f + 1} does not refer to one image of the series, or repeats one. The map does not belong to this series.`,
      );
    }
    maps[index] = frameValues(file, f);
  });
  return maps;
}
