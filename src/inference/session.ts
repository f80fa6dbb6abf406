import type { ModelSpec } from './manifest-types.ts';

/** A dense float32 tensor, row-major; `dims` multiply to `data.length`. */
export interface TensorData {
  data: Float32Array;
  dims: readonly number[];
}

export type Tensors = Readonly<Record<string, TensorData>>;

/** A tensor that stays where the runtime computed it, on a graphics device in a buffer there. Its receiver frees it. */
export interface KeptTensor {
  readonly dims: readonly number[];
  /** The values; the tensor then is of no other use. */
  read(): Promise<Float32Array>;
  /** Idempotent. */
  dispose(): void;
}

export type KeptTensors = Readonly<Record<string, KeptTensor>>;

/** One loaded model. Implementations may assume that runs never overlap (see run-queue.ts). */
export interface ModelSession {
  run(inputs: Tensors, signal?: AbortSignal): Promise<Tensors>;
  /** As `run`, but outputs stay where they are, and may be inputs of any session of the same factory. */
  runKept?(inputs: Readonly<Record<string, TensorData | KeptTensor>>): Promise<KeptTensors>;
  /** Idempotent. */
  dispose(): Promise<void>;
}

/** A small graph without weights, made by ourselves (device/); `twice` is twice the batch. */
export interface GlueSpec {
  readonly name: string;
  readonly bytes: Uint8Array;
  readonly inputs: readonly GlueTensorSpec[];
  readonly outputs: readonly GlueTensorSpec[];
}
export interface GlueTensorSpec {
  readonly name: string;
  readonly shape: readonly ('batch' | 'twice' | number)[];
}

export type BackendId = 'webgpu' | 'wasm' | 'cpu';

/** What computes, in words a reader of the interface understands; always shown, never guessed. */
export interface BackendInfo {
  id: BackendId;
  /** Adapter name or number of threads. */
  detail: string;
  /** Why this is not the first choice; absent when it is. */
  fallbackReason?: string;
}

/** The port behind which onnxruntime lives; only `session-ort-*.ts` implement it outside tests. */
export interface SessionFactory {
  readonly backend: BackendInfo;
  /** Whether models compute beside this thread, so that it can be at the next slice meanwhile. */
  readonly besideHost?: boolean;
  /** @throws LacunaError `weights-invalid` when the runtime refuses the (already verified) bytes. */
  create(modelBytes: Uint8Array, spec: ModelSpec): Promise<ModelSession>;
  /**
   * Where it is there, the sessions of this factory have `runKept`.
   * @throws LacunaError `backend-unavailable` | `bad-output` where this back-end cannot compute the graph, or not rightly
   */
  createGlue?(spec: GlueSpec): Promise<ModelSession>;
  /** Idempotent. */
  dispose(): Promise<void>;
}
