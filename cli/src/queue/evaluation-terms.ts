import { LacunaError } from '@lacuna/core/errors.ts';
import type { CalibrationInput } from '@lacuna/core/inference/calibration-file.ts';
import { isUid } from '../dicomweb/address.ts';
import type { CaseExtras, CaseInput, CaseSettings } from '../evaluate/case-types.ts';

/** What all cases of a run have in common, besides the weights. */
export interface EvaluationTerms {
  extras: CaseExtras;
  /** The calibration file in use. */
  calibration: CalibrationInput | null;
}

/** One case as it lies in a job. */
export interface CaseReference {
  input: CaseInput;
  settings: CaseSettings;
  /** What the worker's own engine has to come to, see evaluate/settings-hash.ts. */
  settingsHash: string;
}

/** The terms as text, the same for the same terms: it is hashed. */
export const writeTerms = ({ extras, calibration }: EvaluationTerms): string =>
  JSON.stringify({ extras, calibration });

/** The text was checked by its hash: a coordinator of this version wrote it. */
export const readTerms = (text: string): EvaluationTerms => JSON.parse(text) as EvaluationTerms;

/**
 * A case from a job. Its paths stay below the data folder, whoever wrote the job.
 * @throws LacunaError `invalid-argument`
 */
export function readReference(reference: unknown): CaseReference {
  const { input, settings, settingsHash } = (reference ?? {}) as Partial<CaseReference>;
  const paths = input ? casePaths(input) : [];
  if (
    input &&
    settings &&
    typeof settingsHash === 'string' &&
    typeof settings.seed === 'number' &&
    typeof input.id === 'string' &&
    typeof input.subject === 'string' &&
    paths.length > 0 &&
    paths.every(staysBelow)
  )
    return { input, settings, settingsHash };
  throw new LacunaError('invalid-argument', 'The queue holds a case whose files cannot be told.');
}

/** Image and truth of a case, relative to the data folder. */
export function casePaths({ image, truth }: Partial<CaseInput>): string[] {
  const paths: unknown[] = [];
  // a study behind DICOMweb is as good as a path: UIDs have neither slashes nor two dots in a row
  if (image?.kind === 'dicomweb')
    paths.push(
      Array.isArray(image.series) && image.series.length > 0
        ? uidPath(image.study, ...(image.series as unknown[]))
        : undefined,
    );
  else if (image) paths.push(image.kind === 'nifti' ? image.file : image.folder);
  if (truth?.kind === 'dicomweb-seg') paths.push(uidPath(truth.study, truth.series));
  else if (truth && truth.kind !== 'none') paths.push(truth.file);
  return paths.map((path) => (typeof path === 'string' ? path : '..'));
}

/** Undefined, which is no path, where one is no UID. */
const uidPath = (...uids: unknown[]): string | undefined => (uids.every(isUid) ? uids.join('/') : undefined);

/** Neither absolute, on any system, nor up and out. A folder may be the root itself. */
const staysBelow = (path: string): boolean =>
  !/^([/\\]|[A-Za-z]:)/.test(path) && !path.split(/[/\\]/).includes('..') && !path.includes('\0');
