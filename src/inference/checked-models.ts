import { LacunaError } from '../errors.ts';
import { concatenate } from './batch.ts';
import { checkOutput } from './check-output.ts';
import { DeviceModels } from './device/device-models.ts';
import { MODEL_KEYS, type ModelKey, type ModelSpec, type WeightsManifest } from './manifest-types.ts';
import type { RoadInfo } from './road.ts';
import type { RunQueue } from './run-queue.ts';
import type { ModelSession, SessionFactory, TensorData } from './session.ts';

/** The six models of a bundle: every run goes through the queue, every output is checked before anyone sees it. */
export class CheckedModels {
  private readonly loaded = new Map<ModelKey, { session: ModelSession; spec: ModelSpec }>();
  private closed = false;
  private onDevice: DeviceModels | undefined;

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

  /** For detectors that leave tensors where they are; undefined until, and unless, `openDevice` has opened it. */
  get device(): DeviceModels | undefined {
    return this.closed ? undefined : this.onDevice;
  }

  /** To be called when all models are loaded. @returns which road there is, with the reason where it is the host's */
  async openDevice(manifest: WeightsManifest, signal?: AbortSignal): Promise<RoadInfo> {
    const opened = await this.queue.run(
      () => DeviceModels.open(this.factory, manifest, (key) => this.loaded.get(key)?.session, this.queue),
      signal,
    );
    if ('reason' in opened) return { road: 'host', fallbackReason: opened.reason };
    this.onDevice = opened;
    return { road: 'device' };
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
    return checkOutput(key, outputs[output.name]?.data, expected);
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
      await this.onDevice?.dispose();
      this.onDevice = undefined;
      for (const session of sessions) await session.dispose();
      await this.factory.dispose();
    });
  }
}
