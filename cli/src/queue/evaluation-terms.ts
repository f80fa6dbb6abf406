import { LacunaError } from '@lacuna/core/errors.ts';
import type { CalibrationInput } from '@lacuna/core/inference/calibration-file.ts';
import type { CaseExtras, CaseInput, CaseSettings } from '../evaluate/case-types.ts';

/** Everything besides data and weights that a worker needs to evaluate cases as the coordinator would. */
export interface EvaluationTerms {
  settings: CaseSettings;
  extras: CaseExtras;
  /** The calibration file in use. */
  calibration: CalibrationInput | null;
  /** What the worker's own engine has to come to, see evaluate/settings-hash.ts. */
  settingsHash: string;
}

/** The terms as text, the same for the same terms: it is hashed. */
export const writeTerms = ({ settings, extras, calibration, settingsHash }: EvaluationTerms): string =>
  JSON.stringify({ settings, extras, calibration, settingsHash });

/** @throws LacunaError `invalid-argument` for what no coordinator of this version wrote */
export function readTerms(text: string): EvaluationTerms {
  const terms = JSON.parse(text) as Partial<EvaluationTerms>;
  if (typeof terms.settings?.seed === 'number' && typeof terms.settingsHash === 'string')
    return {
      settings: terms.settings,
      extras: terms.extras ?? {},
      calibration: terms.calibration ?? null,
      settingsHash: terms.settingsHash,
    };
  throw new LacunaError('invalid-argument', 'The settings in the queue are not those of an evaluation.');
}

/**
 * A case from a job. Its paths stay below the data folder, whoever wrote the job.
 * @throws LacunaError `invalid-argument`
 */
export function readCaseInput(reference: unknown): CaseInput {
  const input = reference as Partial<CaseInput> | null;
  const paths = input ? casePaths(input) : [];
  if (
    input &&
    typeof input.id === 'string' &&
    typeof input.subject === 'string' &&
    paths.length > 0 &&
    paths.every(staysBelow)
  )
    return input as CaseInput;
  throw new LacunaError('invalid-argument', 'The queue holds a case whose files cannot be told.');
}

/** Image and truth of a case, relative to the data folder. */
export function casePaths({ image, truth }: Partial<CaseInput>): string[] {
  const paths: unknown[] = [];
  if (image) paths.push(image.kind === 'nifti' ? image.file : image.folder);
  if (truth && truth.kind !== 'none') paths.push(truth.file);
  return paths.map((path) => (typeof path === 'string' ? path : '..'));
}

/** Neither absolute, on any system, nor up and out. A folder may be the root itself. */
const staysBelow = (path: string): boolean =>
  !/^([/\\]|[A-Za-z]:)/.test(path) && !path.split(/[/\\]/).includes('..') && !path.includes('\0');
