import { LacunaError } from '../errors.ts';
import { clip01 } from '../imaging/normalisation.ts';
import type { ModelKey } from './manifest-types.ts';

/** Models whose single output is a probability; the others may give any finite number. */
const PROBABILITIES: ReadonlySet<ModelKey> = new Set([
  'brainMask',
  'encoder',
  'denoiser',
  'segmentationSubnet',
]);
/** A sigmoid in float32 may miss 0..1 by rounding, not by more. */
const RANGE_TOLERANCE = 1e-4;

const refusal = (key: ModelKey, what: string) =>
  new LacunaError(
    'bad-output',
    `The model ${key} gave ${what}; the result was discarded. Try the other back-end, or install the weights again.`,
    { model: key },
  );
const NOT_NUMBERS = 'values that are not numbers';
const OUT_OF_RANGE = 'probabilities outside 0 to 1';

/**
 * A model's output of `expected` numbers: finite, and within 0..1 where it is a probability.
 * @throws LacunaError `bad-output`
 */
export function checkOutput(key: ModelKey, data: Float32Array | undefined, expected: number): Float32Array {
  if (data?.length !== expected) throw refusal(key, 'an output of the wrong size');
  if (!PROBABILITIES.has(key)) {
    let zero = 0;
    for (let i = 0; i < data.length; i++) zero += data[i]! - data[i]!; // of anything but a finite number that is NaN
    if (zero !== 0) throw refusal(key, NOT_NUMBERS);
    return data;
  }
  let rounded = false;
  for (let i = 0; i < data.length; i++) {
    const value = data[i]!;
    if (value >= 0 && value <= 1) continue; // most, and of probabilities nearly all
    if (!Number.isFinite(value)) throw refusal(key, NOT_NUMBERS);
    if (isOutside(value)) throw refusal(key, OUT_OF_RANGE);
    rounded = true;
  }
  return rounded ? data.map(clip01) : data;
}

/**
 * The same for an output that stayed on the device, by what was found there.
 * @param summary a sum or mean, and of probabilities the smallest and the largest value too
 */
export function checkSummary(key: ModelKey, summary: Float32Array): void {
  const [sum, ...extremes] = summary;
  if (!Number.isFinite(sum)) throw refusal(key, NOT_NUMBERS);
  if (extremes.some(isOutside)) throw refusal(key, OUT_OF_RANGE);
}

function isOutside(probability: number): boolean {
  return !(probability >= -RANGE_TOLERANCE && probability <= 1 + RANGE_TOLERANCE);
}
