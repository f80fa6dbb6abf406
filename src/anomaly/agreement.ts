/** How far two binary masks of the same pixels agree; sums over several slices are allowed. */
export interface Agreement {
  both: number;
  onlyFirst: number;
  onlySecond: number;
  neither: number;
}

/** Counts inside `domain` (e.g. the brain mask), or everywhere without one. */
export function countAgreement(first: Uint8Array, second: Uint8Array, domain?: Uint8Array): Agreement {
  const counts: Agreement = { both: 0, onlyFirst: 0, onlySecond: 0, neither: 0 };
  for (let i = 0; i < first.length; i++) {
    if (domain && domain[i] === 0) continue;
    if (first[i] !== 0) counts[second[i] !== 0 ? 'both' : 'onlyFirst']++;
    else counts[second[i] !== 0 ? 'onlySecond' : 'neither']++;
  }
  return counts;
}

/** Dice coefficient, 0..1; null when both masks are empty, for which it is not defined. */
export function dice({ both, onlyFirst, onlySecond }: Agreement): number | null {
  const total = 2 * both + onlyFirst + onlySecond;
  return total === 0 ? null : (2 * both) / total;
}

/** Cohen's kappa, agreement beyond chance, at most 1; null when chance alone forces agreement. */
export function kappa({ both, onlyFirst, onlySecond, neither }: Agreement): number | null {
  const n = both + onlyFirst + onlySecond + neither;
  if (n === 0) return null;
  const observed = (both + neither) / n;
  const chance =
    ((both + onlyFirst) * (both + onlySecond) + (neither + onlySecond) * (neither + onlyFirst)) / n ** 2;
  return chance === 1 ? null : (observed - chance) / (1 - chance);
}
