import type { ModelKey, ModelSpec } from '@lacuna/core/inference/manifest-types.ts';
import type { BackendInfo, SessionFactory, TensorData, Tensors } from '@lacuna/core/inference/session.ts';

/** Stands in for onnxruntime: right shapes, smooth deterministic values, and whatever fault a test asks for. */
export class FakeSessions implements SessionFactory {
  readonly calls: ModelKey[] = [];
  created = 0;
  released = 0;
  disposals = 0;
  inFlight = 0;
  mostInFlight = 0;

  constructor(
    private readonly faults: {
      /** Replaces the output of a model. */
      output?: (key: ModelKey, data: Float32Array) => Float32Array;
      /** Runs before each model run; may wait or throw. */
      before?: (key: ModelKey, calls: number) => Promise<void> | void;
      create?: (key: ModelKey) => void;
    } = {},
    readonly backend: BackendInfo = { id: 'wasm', detail: 'fake' },
  ) {}

  async create(_bytes: Uint8Array, spec: ModelSpec) {
    this.faults.create?.(spec.key);
    this.created++;
    let released = false;
    return Promise.resolve({
      run: (inputs: Tensors) => this.run(spec, inputs),
      dispose: async () => {
        if (!released) this.released++;
        released = true;
        return Promise.resolve();
      },
    });
  }

  dispose(): Promise<void> {
    this.disposals++;
    return Promise.resolve();
  }

  private async run(spec: ModelSpec, inputs: Tensors): Promise<Tensors> {
    this.calls.push(spec.key);
    this.mostInFlight = Math.max(this.mostInFlight, ++this.inFlight);
    try {
      await this.faults.before?.(spec.key, this.calls.length);
      const first = inputs[spec.inputs[0]!.name]!;
      const output = spec.outputs[0]!;
      const dims = output.shape.map((size) => (size === 'batch' ? first.dims[0]! : size));
      const plain = fill(spec.key, first, dims);
      const data = this.faults.output?.(spec.key, plain) ?? plain;
      return { [output.name]: { data, dims } };
    } finally {
      this.inFlight--;
    }
  }
}

/** The brain mask is where the image is above 0.2; everything else waves between 0 and 1 with the input. */
function fill(key: ModelKey, input: TensorData, dims: readonly number[]): Float32Array {
  const size = dims.reduce((product, n) => product * n, 1);
  return Float32Array.from({ length: size }, (_, i) => {
    const value = input.data[i % input.data.length]!;
    if (key === 'brainMask') return value > 0.2 ? 0.9 : 0.1;
    return Math.abs(Math.sin(i * 0.7 + value * 3));
  });
}
