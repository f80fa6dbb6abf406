import { LacunaError } from '../errors.ts';
import { isUid } from './safe-text.ts';
import type { SourceInstance } from './source-instance.ts';
import { sourceKey } from './source-key.ts';

/** An object holds one matrix of at most this many pixels a side; 16 bits in the file. */
const LARGEST_SIDE = 65535;

/**
 * That an image object can be placed on these instances.
 * @throws LacunaError when no true object could be written from this request
 */
export function checkRequest(source: readonly SourceInstance[], seriesNumber: number): SourceInstance {
  const first = source[0];
  if (!first) {
    throw new LacunaError('invalid-argument', 'A derived object needs at least one source image.');
  }
  if (!Number.isInteger(seriesNumber) || seriesNumber < 0 || seriesNumber > 2 ** 31 - 1) {
    throw new LacunaError(
      'invalid-argument',
      'The series number of a derived object is a whole number of 0 or more.',
      { seriesNumber },
    );
  }
  const { rows, columns } = first;
  if (!(rows >= 1 && rows <= LARGEST_SIDE && columns >= 1 && columns <= LARGEST_SIDE)) {
    throw new LacunaError('invalid-argument', 'The source images have no valid number of rows and columns.', {
      rows,
      columns,
    });
  }
  if (source.some((instance) => instance.rows !== rows || instance.columns !== columns)) {
    throw new LacunaError(
      'invalid-argument',
      'The images of the series differ in matrix size, which a derived DICOM object cannot hold. Save the result as NIfTI instead.',
    );
  }
  if (!isUid(first.frameOfReferenceUID)) {
    throw new LacunaError(
      'no-geometry',
      'The series has no frame of reference, so a result could not be placed on it. Save the result as NIfTI instead.',
    );
  }
  for (const name of ['studyInstanceUID', 'seriesInstanceUID', 'frameOfReferenceUID'] as const) {
    if (source.every((instance) => instance[name] === first[name])) continue;
    const code = name === 'frameOfReferenceUID' ? 'mixed-frame-of-reference' : 'invalid-argument';
    throw new LacunaError(
      code,
      `The images do not share one ${name}; a derived object refers to a single series.`,
    );
  }
  const keys = source.map(sourceKey);
  if (
    new Set(keys).size !== keys.length ||
    !source.every(({ sopInstanceUID }) => isUid(sopInstanceUID)) ||
    !source.every(({ sopClassUID }) => isUid(sopClassUID))
  ) {
    throw new LacunaError('invalid-argument', 'Each source image needs its own valid SOP Instance UID.');
  }
  return first;
}
