import { LacunaError } from '../../errors.ts';
import { uniforms } from '../../random.ts';
import type { ModelKey, ModelSpec, WeightsManifest } from '../manifest-types.ts';
import { MODEL_KEYS } from '../manifest-types.ts';
import type { GlueSpec, TensorData, Tensors } from '../session.ts';

/** `self-test.json` of a bundle: what one model answers to noise, computed by onnxruntime in Python. */
export interface Golden {
  model: ModelKey;
  /** SHA-256 of the model's file; another one makes the golden output void. */
  sha256: string;
  /** Flat positions in the output, and the values there. */
  positions: readonly number[];
  values: readonly number[];
}

const KEY = [0x1ac0, 0x5e1f] as const;

/** The same noise for every back-end and in Python, uniform in (0, 1), at batch 1. */
export function noiseInputs(spec: Pick<GlueSpec | ModelSpec, 'inputs'>): Tensors {
  const inputs: Record<string, TensorData> = {};
  for (const [stream, { name, shape }] of spec.inputs.entries()) {
    const dims = shape.map((size) => (size === 'batch' ? 1 : size === 'twice' ? 2 : size));
    const size = dims.reduce((product, n) => product * n, 1);
    inputs[name] = { data: Float32Array.from(uniforms(KEY, stream, size)), dims };
  }
  return inputs;
}

/** @throws LacunaError `weights-invalid` when the file is damaged or of other weights */
export function parseGolden(json: unknown, manifest: Pick<WeightsManifest, 'models'>): Golden {
  const refuse = (why: string): never => {
    throw new LacunaError(
      'weights-invalid',
      `The self-test.json of the weights ${why}. Install the weights again.`,
    );
  };
  const { schema, model, sha256, positions, values } = (json ?? {}) as Partial<Golden> & { schema?: string };
  const known = MODEL_KEYS.find((key) => key === model);
  const numbers = (list: unknown): list is number[] => Array.isArray(list) && list.every(Number.isFinite);
  if (schema !== 'lacuna-self-test/1' || !known || !numbers(positions) || !numbers(values))
    return refuse('is damaged');
  if (positions.length !== values.length || new Set(values).size < 2) return refuse('is damaged');
  if (sha256 !== manifest.models[known].sha256) return refuse('belongs to other weights');
  return { model: known, sha256, positions, values };
}

/** Largest difference in units of the range of the golden values; Infinity where they cannot be compared. */
export function goldenDifference(golden: Golden, spec: Pick<ModelSpec, 'outputs'>, outputs: Tensors): number {
  const actual = outputs[spec.outputs[0]!.name]?.data;
  if (!actual) return Infinity;
  let difference = 0;
  for (const [i, position] of golden.positions.entries()) {
    const value = actual[position];
    if (value === undefined || !Number.isFinite(value)) return Infinity;
    difference = Math.max(difference, Math.abs(value - golden.values[i]!));
  }
  return difference / (Math.max(...golden.values) - Math.min(...golden.values));
}
