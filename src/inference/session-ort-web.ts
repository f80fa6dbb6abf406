import type { Env, InferenceSession } from 'onnxruntime-common';
import { asLacunaError, LacunaError } from '../errors.ts';
import { compareOnNoise } from './self-test.ts';
import type { ModelSpec } from './manifest-types.ts';
import type { GlueSpec, ModelSession, SessionFactory } from './session.ts';
import { ERRORS_ONLY, opening, OrtSession, wasmSessions } from './session-ort.ts';
import { guardAgainst } from './device-loss.ts';
import { type Gpu, requestGpu } from './session-webgpu-device.ts';
import type { LoadProgress } from './weights-source.ts';
import { runtimeFiles } from './worker/runtime-files.ts';

/** What the realm offers; passed in, so that this file needs no DOM. */
export interface WebRuntime {
  /** Absolute address of the folder with onnxruntime-web's .mjs and .wasm files. */
  ortUrl: string;
  /** `navigator.gpu`, where there is one. */
  gpu?: Gpu;
  /** Bytes of the runtime's own WebAssembly as it is downloaded. */
  onProgress?: (progress: LoadProgress) => void;
  /** Threads for WebAssembly; more than 1 needs cross-origin isolation in a browser. */
  threads: number;
}

export interface WebSessionOptions {
  /** `auto`: WebGPU on real hardware, else WebAssembly; `webgpu`: also a software adapter, or an error. */
  backend: 'auto' | 'webgpu' | 'wasm';
  /** Why the caller no longer asks for WebGPU; told in BackendInfo. */
  fallbackReason?: string;
  /** Whether each model is compared with WebAssembly when WebGPU opens it (default). A trial compares by itself. */
  selfTest?: boolean;
}

/**
 * Opens onnxruntime-web on the fastest back-end that is right; a fall-back always says why.
 * @throws LacunaError `backend-unavailable` when `webgpu` is demanded and absent, or the runtime does not load
 */
export async function openWebSessions(
  runtime: WebRuntime,
  options: WebSessionOptions,
): Promise<SessionFactory> {
  if (options.backend === 'wasm') return openWasm(runtime, options.fallbackReason);
  const gpu = await requestGpu(runtime.gpu);
  if (options.backend === 'webgpu') {
    if (gpu.kind === 'none') {
      throw new LacunaError(
        'backend-unavailable',
        `WebGPU was demanded, but ${gpu.reason}. Choose the automatic back-end.`,
      );
    }
    return openWebGpu(runtime, gpu, options.selfTest ?? true);
  }
  if (gpu.kind === 'none') return openWasm(runtime, gpu.reason);
  if (gpu.software) {
    gpu.device.destroy();
    return openWasm(
      runtime,
      `the only WebGPU adapter (${gpu.name}) is a software one, which is slower than WebAssembly`,
    );
  }
  return openWebGpu(runtime, gpu, options.selfTest ?? true);
}

async function openWasm(runtime: WebRuntime, fallbackReason?: string): Promise<SessionFactory> {
  const { threads } = runtime;
  const ort = await load(() => import('onnxruntime-web/wasm'));
  await useFiles(ort.env.wasm, runtime, 'ort-wasm-simd-threaded');
  return wasmSessions(ort, threads, fallbackReason);
}

async function openWebGpu(
  runtime: WebRuntime,
  { device, lost, name }: { device: { destroy(): void }; lost: Promise<string>; name: string },
  selfTest: boolean,
): Promise<SessionFactory> {
  const ort = await load(() => import('onnxruntime-web/webgpu'));
  await useFiles(ort.env.wasm, runtime, 'ort-wasm-simd-threaded.asyncify');
  ort.env.wasm.numThreads = runtime.threads;
  ort.env.logLevel = 'error';
  const whileAlive = guardAgainst(lost);
  // The device is ours, so that its limits and its loss are known; the typings do not know of the option yet.
  const provider = { name: 'webgpu', device } as unknown as { name: 'webgpu' };
  const open = async (bytes: Uint8Array, options: InferenceSession.SessionOptions): Promise<OrtSession> => {
    const created = await whileAlive(() =>
      ort.InferenceSession.create(bytes, { ...options, logSeverityLevel: ERRORS_ONLY }),
    );
    return new OrtSession(created, ort.Tensor, whileAlive);
  };
  const openChecked = async (bytes: Uint8Array, spec: ModelSpec | GlueSpec): Promise<ModelSession> => {
    const session = await open(bytes, {
      executionProviders: [provider],
      preferredOutputLocation: 'gpu-buffer',
      // A graph of ours that left the device on the way would defeat its purpose.
      ...('key' in spec ? {} : { extra: { session: { disable_cpu_ep_fallback: '1' } } }),
    });
    if (!selfTest) return session;
    const reference = await open(bytes, { executionProviders: ['wasm'] });
    try {
      await compareOnNoise(session, reference, spec);
      return session;
    } catch (thrown) {
      await session.dispose();
      throw thrown;
    } finally {
      await reference.dispose();
    }
  };
  return {
    backend: { id: 'webgpu', detail: name },
    create: (bytes, spec) => opening(spec.file, () => openChecked(bytes, spec)),
    createGlue: (spec) => opening(spec.name, () => openChecked(spec.bytes, spec)),
    dispose: () => Promise.resolve(device.destroy()),
  };
}

async function useFiles(
  wasm: Env.WebAssemblyFlags,
  { ortUrl, onProgress }: WebRuntime,
  build: string,
): Promise<void> {
  const { wasmBinary, ...paths } = await runtimeFiles(ortUrl, build, { onProgress });
  wasm.wasmPaths = paths;
  if (wasmBinary) wasm.wasmBinary = wasmBinary;
}

async function load<T>(importRuntime: () => Promise<T>): Promise<T> {
  try {
    return await importRuntime();
  } catch (thrown) {
    throw asLacunaError(thrown, 'backend-unavailable', 'onnxruntime-web could not be loaded.');
  }
}
