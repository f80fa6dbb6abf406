import { createHash } from 'node:crypto';
import fs from 'node:fs/promises';
import { LacunaError } from '@lacuna/core/errors.ts';
import type { CalibrationInput } from '@lacuna/core/inference/calibration-file.ts';
import { readWithin } from './folder-files.ts';

const MAX_BYTES = 1024 * 1024;

/**
 * A calibration file from disk; whether it fits the weights is for the core to say.
 * @throws LacunaError `invalid-argument` when it cannot be read, `weights-invalid` when it is not JSON
 */
export async function readCalibration(file: string): Promise<CalibrationInput> {
  const exists = await fs.stat(file).then(
    (stat) => stat.isFile(),
    () => false,
  );
  if (!exists) throw new LacunaError('invalid-argument', `There is no calibration file ${file}.`);
  const bytes = await readWithin(file, MAX_BYTES);
  try {
    const json = JSON.parse(new TextDecoder().decode(bytes)) as unknown;
    return { json, sha256: createHash('sha256').update(bytes).digest('hex') };
  } catch (cause) {
    throw new LacunaError(
      'weights-invalid',
      'The calibration file is not JSON. Write it again with "lacuna calibrate".',
      undefined,
      { cause },
    );
  }
}
