import type { NaturalDataset } from 'dcmjs';
import { CODES } from './codes.ts';
import { safeLongText, safeString } from './safe-text.ts';
import type { AlgorithmProvenance } from './segmentation-types.ts';

/** The Algorithm Identification macro: what made a result, with the parameters as `k=v,k=v`. */
export function algorithmItem(algorithm: AlgorithmProvenance, method: string): NaturalDataset {
  return {
    AlgorithmFamilyCodeSequence: [CODES.ARTIFICIAL_INTELLIGENCE],
    AlgorithmName: safeString(algorithm.name, 64) || method,
    AlgorithmVersion: safeString(algorithm.version, 64) || 'unknown',
    AlgorithmParameters: safeLongText(parametersText(algorithm.parameters)),
  };
}

/** `k=v,k=v`; neither keys nor values hold the characters that part them. */
export function parametersText(parameters: AlgorithmProvenance['parameters']): string {
  return Object.entries(parameters)
    .map(([key, value]) => `${oneToken(key)}=${oneToken(String(value))}`)
    .join(',');
}

function oneToken(text: string): string {
  return text.replace(/[,=\\\r\n]/g, ' ').trim();
}
