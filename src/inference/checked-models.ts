import { LacunaError } from '../errors.ts';
import { clip01 } from '../imaging/normalisation.ts';
import { concatenate } from './batch.ts';
import { MODEL_KEYS, type ModelKey, type ModelSpec } from './manifest-types.ts';
import type { RunQueue } from './run-queue.ts';
import type { ModelSession, SessionFactory, TensorData } from './session.ts';

/** Models whose single output is a probability; the others may give any finite number. */
const PROBABILITIES: ReadonlySet<ModelKey> = new Set([
  'brainMask',
  'encoder',
  'denoiser',
  'segmentationSubnet',
]);
/** A sigmoid in float32 may miss 0..1 by rounding, not by more. */
const RANGE_TOLERANCE = 1e-4;

/** The six models of a bundle: every run goes through the queue, every output is checked before anyone sees it. */
export class CheckedModels {
  private readonly loaded = new Map<ModelKey, { session: ModelSession; spec: ModelSpec }>();
  private closed = false;

  constructor(
    private readonly factory: SessionFactory,
    private readonly queue: RunQueue,
    /** Samples in a run of a model; a larger batch takes several turns of the queue, between which others may overtake. */
    private readonly mostInARun = Infinity,
  ) {}

  async load(key: ModelKey, bytes: Uint8Array, spec: ModelSpec, signal?: AbortSignal): Promise<void> {
    await this.queue.run(async () => {
      const session = await this.factory.create(bytes, spec);
      this.loaded.set(key, { session, spec });
    }, signal);
  }

  /**
   * Runs a model on a batch of `batch` and gives its output, [batch, ...], checked for size, finiteness and range.
   * @throws LacunaError `bad-output` | `cancelled` | `timeout`, and what the runtime fails with
   */
  async run(
    key: ModelKey,
    inputs: Readonly<Record<string, Float32Array>>,
    batch: number,
    signal?: AbortSignal,
  ): Promise<Float32Array> {
    const model = this.loaded.get(key);
    if (!model || this.closed)
      throw new LacunaError('invalid-argument', 'The engine was closed; open it again.');
    if (batch > this.mostInARun) return this.runInParts(key, inputs, batch, signal);
    const { session, spec } = model;
    const feeds: Record<string, TensorData> = {};
    for (const { name, shape } of spec.inputs) {
      const data = inputs[name];
      if (!data) throw new LacunaError('invalid-argument', `The model ${key} needs the input ${name}.`);
      feeds[name] = { data, dims: [batch, ...shape.slice(1).map(Number)] };
    }
    const outputs = await this.queue.run(() => session.run(feeds, signal), signal);
    const output = spec.outputs[0]!;
    const expected = output.shape.slice(1).reduce<number>((size, n) => size * Number(n), batch);
    return checkOutput(key, outputs[output.name], expected);
  }

  private async runInParts(
    key: ModelKey,
    inputs: Readonly<Record<string, Float32Array>>,
    batch: number,
    signal?: AbortSignal,
  ): Promise<Float32Array> {
    const outputs: Float32Array[] = [];
    for (let from = 0; from < batch; from += this.mostInARun) {
      const count = Math.min(this.mostInARun, batch - from);
      const part = (data: Float32Array) => {
        const size = data.length / batch;
        return data.subarray(from * size, (from + count) * size);
      };
      const own = Object.fromEntries(Object.entries(inputs).map(([name, data]) => [name, part(data)]));
      outputs.push(await this.run(key, own, count, signal));
    }
    return concatenate(outputs);
  }

  async dispose(): Promise<void> {
    this.closed = true;
    if (this.queue.hung) return this.loaded.clear(); // the realm is lost; releasing would hang too
    await this.queue.run(async () => {
      // in its turn: a model that was loading when all was cancelled is there by now
      const sessions = MODEL_KEYS.flatMap((key) => this.loaded.get(key)?.session ?? []);
      this.loaded.clear();
      for (const session of sessions) await session.dispose();
      await this.factory.dispose();
    });
  }
}

function checkOutput(key: ModelKey, output: TensorData | undefined, expected: number): Float32Array {
  const bad = (what: string): never => {
    throw new LacunaError(
      'bad-output',
      `The model ${key} gave ${what}; the result was discarded. Try the other back-end, or install the weights again.`,
      { model: key },
    );
  };
  if (!output || output.data.length !== expected) return bad('an output of the wrong size');
  const { data } = output;
  const isProbability = PROBABILITIES.has(key);
  let rounded = false;
  for (let i = 0; i < data.length; i++) {
    const value = data[i]!;
    if (value >= 0 && value <= 1) continue; // most, and of probabilities nearly all
    if (!Number.isFinite(value)) return bad('values that are not numbers');
    if (!isProbability) continue;
    if (value < -RANGE_TOLERANCE || value > 1 + RANGE_TOLERANCE) return bad('probabilities outside 0 to 1');
    rounded = true;
  }
  return rounded ? data.map(clip01) : data;
}
