import type { ModelSpec } from '@lacuna/core/inference/manifest-types.ts';
import type {
  GlueSpec,
  KeptTensor,
  ModelSession,
  SessionFactory,
  TensorData,
  Tensors,
} from '@lacuna/core/inference/session.ts';

/** A session factory that counts what goes to the back-end, what comes back, and what stays there. */
export class CountedSessions implements SessionFactory {
  runs = 0;
  /** Tensors handed over, and tensors fetched; each fetch of a graphics device waits for all work before it. */
  sent = 0;
  fetched = 0;
  sentBytes = 0;
  fetchedBytes = 0;
  /** Tensors on the back-end that nobody has freed. */
  kept = 0;
  mostKept = 0;

  constructor(private readonly inner: SessionFactory) {}

  get backend() {
    return this.inner.backend;
  }

  reset(): void {
    this.runs = this.sent = this.fetched = this.sentBytes = this.fetchedBytes = 0;
  }

  create = async (bytes: Uint8Array, spec: ModelSpec) => this.counted(await this.inner.create(bytes, spec));
  createGlue = async (spec: GlueSpec) => {
    if (!this.inner.createGlue) throw new Error('this back-end makes no graphs');
    return this.counted(await this.inner.createGlue(spec));
  };
  dispose = () => this.inner.dispose();

  private counted(session: ModelSession): ModelSession {
    return {
      run: async (inputs: Tensors) => {
        this.send(inputs);
        const outputs = await session.run(inputs);
        for (const { data } of Object.values(outputs)) this.fetch(data);
        return outputs;
      },
      runKept: async (inputs) => {
        this.send(inputs);
        const given = Object.entries(inputs).map(
          ([name, input]) => [name, input instanceof Counted ? input.inner : input] as const,
        );
        const outputs = await session.runKept!(Object.fromEntries(given));
        return Object.fromEntries(
          Object.entries(outputs).map(([name, tensor]) => [name, new Counted(tensor, this)]),
        );
      },
      dispose: () => session.dispose(),
    };
  }

  private send(inputs: Readonly<Record<string, TensorData | KeptTensor>>): void {
    this.runs++;
    for (const input of Object.values(inputs)) {
      if (!('data' in input)) continue;
      this.sent++;
      this.sentBytes += input.data.byteLength;
    }
  }

  fetch(data: Float32Array): void {
    this.fetched++;
    this.fetchedBytes += data.byteLength;
  }
}

class Counted implements KeptTensor {
  private freed = false;

  constructor(
    readonly inner: KeptTensor,
    private readonly count: CountedSessions,
  ) {
    count.kept++;
    count.mostKept = Math.max(count.mostKept, count.kept);
  }

  get dims() {
    return this.inner.dims;
  }

  async read(): Promise<Float32Array> {
    const data = await this.inner.read();
    this.count.fetch(data);
    return data;
  }

  dispose(): void {
    if (!this.freed) this.count.kept--;
    this.freed = true;
    this.inner.dispose();
  }
}
