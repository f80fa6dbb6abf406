import type {
  Env,
  InferenceSession,
  InferenceSessionFactory,
  Tensor as OrtTensor,
  TensorConstructor,
} from 'onnxruntime-common';
import { asLacunaError, LacunaError } from '../errors.ts';
import type {
  KeptTensor,
  KeptTensors,
  ModelSession,
  SessionFactory,
  TensorData,
  Tensors,
} from './session.ts';

/** onnxruntime's level 3: its remarks on where nodes run would fill the user's console. */
export const ERRORS_ONLY = 3;

type Guard = <T>(start: () => Promise<T>) => Promise<T>;

/** One onnxruntime session behind the port; the same for the web and the Node build. */
export class OrtSession implements ModelSession {
  private released = false;

  constructor(
    private readonly session: InferenceSession,
    private readonly Tensor: TensorConstructor,
    /** Around whatever may wait for a device for ever. */
    private readonly guard: Guard = (start) => start(),
  ) {}

  async run(inputs: Tensors): Promise<Tensors> {
    const feeds: Record<string, OrtTensor> = {};
    for (const [name, { data, dims }] of Object.entries(inputs))
      feeds[name] = new this.Tensor('float32', data, dims);
    const results = await this.guard(() => this.session.run(feeds));
    const outputs: Record<string, TensorData> = {};
    for (const [name, tensor] of Object.entries(results)) {
      if (tensor.type !== 'float32')
        throw new LacunaError('bad-output', `The output ${name} is not float32.`);
      const data = (await this.guard(() => tensor.getData(true))) as Float32Array;
      outputs[name] = { data, dims: tensor.dims };
    }
    for (const tensor of [...Object.values(feeds), ...Object.values(results)]) tensor.dispose();
    return outputs;
  }

  async runKept(inputs: Readonly<Record<string, TensorData | KeptTensor>>): Promise<KeptTensors> {
    const feeds: Record<string, OrtTensor> = {};
    const uploads: OrtTensor[] = [];
    for (const [name, input] of Object.entries(inputs)) {
      if (input instanceof KeptOrtTensor) feeds[name] = input.tensor;
      else if ('data' in input)
        uploads.push((feeds[name] = new this.Tensor('float32', input.data, input.dims)));
      else throw new LacunaError('invalid-argument', `The input ${name} belongs to another runtime.`);
    }
    const results = await this.guard(() => this.session.run(feeds));
    for (const tensor of uploads) tensor.dispose();
    return Object.fromEntries(
      Object.entries(results).map(([name, tensor]) => [name, new KeptOrtTensor(tensor, this.guard)]),
    );
  }

  async dispose(): Promise<void> {
    if (this.released) return;
    this.released = true;
    await this.session.release();
  }
}

class KeptOrtTensor implements KeptTensor {
  private freed = false;

  constructor(
    readonly tensor: OrtTensor,
    private readonly guard: Guard,
  ) {}

  get dims(): readonly number[] {
    return this.tensor.dims;
  }

  async read(): Promise<Float32Array> {
    return (await this.guard(() => this.tensor.getData())) as Float32Array;
  }

  dispose(): void {
    if (this.freed) return;
    this.freed = true;
    this.tensor.dispose();
  }
}

/** The parts of onnxruntime that its web and Node builds have in common. */
export interface OrtRuntime {
  readonly env: Env;
  readonly InferenceSession: InferenceSessionFactory;
  readonly Tensor: TensorConstructor;
}

/** Sessions on WebAssembly, in a browser or in Node; the runtime must know its files already. */
export function wasmSessions(ort: OrtRuntime, threads: number, fallbackReason?: string): SessionFactory {
  ort.env.wasm.numThreads = threads;
  ort.env.logLevel = 'error';
  const open = async (bytes: Uint8Array) => {
    const options = { executionProviders: ['wasm'], logSeverityLevel: ERRORS_ONLY } as const;
    return new OrtSession(await ort.InferenceSession.create(bytes, options), ort.Tensor);
  };
  return {
    backend: {
      id: 'wasm',
      detail: `WebAssembly, ${threads} ${threads === 1 ? 'thread' : 'threads'}`,
      ...(fallbackReason === undefined ? {} : { fallbackReason }),
    },
    create: (bytes, spec) => opening(spec.file, () => open(bytes)),
    createGlue: (spec) => opening(spec.name, () => open(spec.bytes)),
    dispose: () => Promise.resolve(),
  };
}

/** @throws LacunaError `backend-unavailable` when the runtime cannot open a model whose bytes are known to be right */
export async function opening(file: string, create: () => Promise<ModelSession>): Promise<ModelSession> {
  try {
    return await create();
  } catch (thrown) {
    throw asLacunaError(
      thrown,
      'backend-unavailable',
      `The runtime could not open ${file} on this back-end.`,
    );
  }
}
