import { asLacunaError, describeThrown } from '../errors.ts';
import type { SessionFactory } from './session.ts';
import { opening, OrtSession, wasmSessions } from './session-ort.ts';

export interface NodeSessionOptions {
  /** One by default: networks this small took 1.6 times as long with two on two processors (docs/performance.md). */
  threads?: number;
  /** `auto`: the native CPU runtime, else WebAssembly with the reason told. */
  backend?: 'auto' | 'cpu' | 'wasm';
}

/**
 * Sessions for Node. The native runtime is an optional dependency of some hundred megabytes; without it the same
 * models run on WebAssembly, slower and with results equal to rounding.
 * @throws LacunaError `backend-unavailable`
 */
export async function openNodeSessions(options: NodeSessionOptions = {}): Promise<SessionFactory> {
  const { threads = 1, backend = 'auto' } = options;
  if (backend === 'wasm') return openWasmInNode(threads);
  let ort: typeof import('onnxruntime-node');
  try {
    ort = await import('onnxruntime-node');
  } catch (thrown) {
    if (backend === 'cpu')
      throw asLacunaError(thrown, 'backend-unavailable', 'onnxruntime-node could not be loaded.');
    return openWasmInNode(
      threads,
      `onnxruntime-node could not be loaded (${describeThrown(thrown).slice(0, 200)})`,
    );
  }
  const open = async (bytes: Uint8Array) => {
    const options = { executionProviders: ['cpu'], intraOpNumThreads: threads };
    return new OrtSession(await ort.InferenceSession.create(bytes, options), ort.Tensor);
  };
  return {
    backend: { id: 'cpu', detail: `onnxruntime-node, ${threads} ${threads === 1 ? 'thread' : 'threads'}` },
    create: (bytes, spec) => opening(spec.file, () => open(bytes)),
    createGlue: (spec) => opening(spec.name, () => open(spec.bytes)),
    dispose: () => Promise.resolve(),
  };
}

/** The package's own entry for Node reads its WebAssembly from disk. */
async function openWasmInNode(threads: number, fallbackReason?: string): Promise<SessionFactory> {
  return wasmSessions(await import('onnxruntime-web'), threads, fallbackReason);
}
