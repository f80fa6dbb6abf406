import type { ModelSpec } from './manifest-types.ts';

/** A dense float32 tensor, row-major; `dims` multiply to `data.length`. */
export interface TensorData {
  data: Float32Array;
  dims: readonly number[];
}

export type Tensors = Readonly<Record<string, TensorData>>;

/** One loaded model. Implementations may assume that runs never overlap (see run-queue.ts). */
export interface ModelSession {
  run(inputs: Tensors, signal?: AbortSignal): Promise<Tensors>;
  /** Idempotent. */
  dispose(): Promise<void>;
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
  /** @throws LacunaError `weights-invalid` when the runtime refuses the (already verified) bytes. */
  create(modelBytes: Uint8Array, spec: ModelSpec): Promise<ModelSession>;
  /** Idempotent. */
  dispose(): Promise<void>;
}
