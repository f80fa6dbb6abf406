import { LacunaError } from '../errors.ts';

/** DICOM's limit for a Decimal String (DS), bytes. */
const LONGEST = 16;

/**
 * A number as DS with as many digits as 16 characters hold: at least 8 significant ones, so a position of 1 m keeps a
 * micrometre.
 * @throws LacunaError `invalid-argument` for NaN and infinities, which DS cannot say
 */
export function decimalString(value: number): string {
  if (!Number.isFinite(value)) {
    throw new LacunaError(
      'invalid-argument',
      'A number that is not finite cannot be written to a DICOM file.',
      { value },
    );
  }
  const plain = String(value);
  if (plain.length <= LONGEST) return plain;
  for (let digits = 15; digits > 1; digits--) {
    const shorter = String(Number(value.toPrecision(digits)));
    if (shorter.length <= LONGEST) return shorter;
  }
  return value.toExponential(5);
}
