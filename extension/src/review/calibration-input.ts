import type { CalibrationInput } from '@lacuna/core/inference/calibration-file.ts';
import { sha256 } from '@lacuna/core/inference/weights.ts';
import { told } from '../text/say.ts';
import { t } from '../text/t.ts';

const MAX_BYTES = 1024 * 1024;

/**
 * A calibration file as a person chose it; whether it fits the weights is for the core to say.
 * @throws LacunaError `weights-invalid` when it is too large or not JSON
 */
export async function readCalibration(file: Blob): Promise<CalibrationInput> {
  if (file.size > MAX_BYTES) throw told('weights-invalid', t('calibration.tooLarge'));
  const bytes = new Uint8Array(await file.arrayBuffer());
  const text = new TextDecoder().decode(bytes);
  let json: unknown;
  try {
    json = JSON.parse(text) as unknown;
  } catch {
    throw told('weights-invalid', t('calibration.notJson'));
  }
  return { json, sha256: await sha256(bytes) };
}
