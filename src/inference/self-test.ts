import { LacunaError } from '../errors.ts';
import { uniforms } from '../random.ts';
import type { ModelSpec } from './manifest-types.ts';
import type { ModelSession, TensorData } from './session.ts';

/** float32 on two back-ends differs by rounding, about 1e-5; a wrongly computed layer differs by tenths. */
const TOLERANCE = 2e-3;
const KEY = [0x1ac0, 0x5e1f] as const;

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
  spec: ModelSpec,
): Promise<void> {
  const inputs: Record<string, TensorData> = {};
  for (const [stream, { name, shape }] of spec.inputs.entries()) {
    const dims = shape.map((size) => (size === 'batch' ? 1 : size));
    const size = dims.reduce((product, n) => product * n, 1);
    inputs[name] = { data: Float32Array.from(uniforms(KEY, stream, size)), dims };
  }
  const actual = await tested.run(inputs);
  const expected = await reference.run(inputs);
  for (const { name } of spec.outputs) {
    const difference = relativeDifference(actual[name]?.data, expected[name]?.data);
    if (difference <= TOLERANCE) continue;
    throw new LacunaError(
      'bad-output',
      `This graphics device computes the model ${spec.key} differently from the CPU, so it cannot be used.`,
      { model: spec.key, difference },
    );
  }
}

/** Largest difference in units of the reference's largest value, at least 1; Infinity when they cannot be compared. */
function relativeDifference(actual: Float32Array | undefined, expected: Float32Array | undefined): number {
  if (!actual || !expected || actual.length !== expected.length) return Infinity;
  let [difference, scale] = [0, 1];
  for (let i = 0; i < expected.length; i++) {
    if (!Number.isFinite(actual[i]) || !Number.isFinite(expected[i])) return Infinity;
    difference = Math.max(difference, Math.abs(actual[i]! - expected[i]!));
    scale = Math.max(scale, Math.abs(expected[i]!));
  }
  return difference / scale;
}
