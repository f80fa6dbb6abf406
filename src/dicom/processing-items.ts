import type { NaturalDataset } from 'dcmjs';
import { parametersText } from './algorithm-item.ts';
import { CODES } from './codes.ts';
import { safeLongText, safeString } from './safe-text.ts';
import type { AlgorithmProvenance } from './segmentation-types.ts';

/** ST. */
const LONGEST_DESCRIPTION = 1024;

/**
 * Who computed an image, with all that is needed to compute it again; an image has no other place for it. A description
 * holds 1024 characters, so long parameters go on in further items, each `name version`, a line feed and `k=v,k=v`.
 */
export function processingItems(
  algorithm: AlgorithmProvenance,
  method: string,
  softwareVersion: string,
): NaturalDataset[] {
  const name = `${safeString(algorithm.name, 64) || method} ${safeString(algorithm.version, 64)}\n`;
  const room = LONGEST_DESCRIPTION - name.length;
  const parts = [''];
  for (const pair of parametersText(algorithm.parameters).split(',')) {
    const part = parts.at(-1)!;
    if (part.length + 1 + pair.length > room) parts.push(pair);
    else parts[parts.length - 1] = part === '' ? pair : `${part},${pair}`;
  }
  return parts.map((part) => ({
    PurposeOfReferenceCodeSequence: [CODES.PROCESSING_EQUIPMENT],
    Manufacturer: 'Lacuna',
    ManufacturerModelName: 'Lacuna',
    SoftwareVersions: safeString(softwareVersion, 64) || 'unknown',
    ContributionDescription: safeLongText(`${name}${part}`).slice(0, LONGEST_DESCRIPTION),
  }));
}
