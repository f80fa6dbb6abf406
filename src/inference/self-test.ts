import { LacunaError } from '../errors.ts';
import { noiseInputs } from './backend/golden.ts';
import type { ModelSpec } from './manifest-types.ts';
import type { GlueSpec, ModelSession } from './session.ts';

/** float32 on two back-ends differs by rounding, about 1e-5; a wrongly computed layer differs by tenths. */
const TOLERANCE = 2e-3;
/** Outputs that span less than this are compared as if they spanned it: what differs there is rounding. */
const SMALLEST_RANGE = 1e-3;

/**
 * Runs a model once on both sessions with the same noise and compares what comes out.
 *
 * Some graphics drivers compute some layers wrongly without any error (e.g. onnxruntime issue 29651); a map made there
 * would look like any other. So every model is checked on the user's own machine before it is used.
 *
 * @throws LacunaError `bad-output` when the back-end under test is not to be trusted
 */
export async function compareOnNoise(
  tested: ModelSession,
  reference: ModelSession,
  spec: GlueSpec | ModelSpec,
): Promise<void> {
  const inputs = noiseInputs(spec);
  const name = 'key' in spec ? spec.key : spec.name;
  const actual = await tested.run(inputs);
  const expected = await reference.run(inputs);
  for (const output of spec.outputs) {
    const difference = relativeDifference(actual[output.name]?.data, expected[output.name]?.data);
    if (difference <= TOLERANCE) continue;
    throw new LacunaError(
      'bad-output',
      `This graphics device computes the model ${name} differently from the CPU, so it cannot be used.`,
      { model: name, difference },
    );
  }
}

/** Largest difference in units of the range of the reference; Infinity when they cannot be compared. */
function relativeDifference(actual: Float32Array | undefined, expected: Float32Array | undefined): number {
  if (!actual || !expected || actual.length !== expected.length) return Infinity;
  let [difference, low, high] = [0, Infinity, -Infinity];
  for (let i = 0; i < expected.length; i++) {
    if (!Number.isFinite(actual[i]) || !Number.isFinite(expected[i])) return Infinity;
    difference = Math.max(difference, Math.abs(actual[i]! - expected[i]!));
    low = Math.min(low, expected[i]!);
    high = Math.max(high, expected[i]!);
  }
  return difference / Math.max(high - low, SMALLEST_RANGE);
}
