import { asLacunaError, describeThrown } from '../errors.ts';
import type { SessionFactory } from './session.ts';
import { OrtSession } from './session-ort.ts';
import { openWebSessions } from './session-ort-web.ts';

export interface NodeSessionOptions {
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
  const { threads = 2, backend = 'auto' } = options;
  const web = { ortUrl: null, threads };
  if (backend === 'wasm') return openWebSessions(web, { backend: 'wasm' });
  let ort: typeof import('onnxruntime-node');
  try {
    ort = await import('onnxruntime-node');
  } catch (thrown) {
    if (backend === 'cpu')
      throw asLacunaError(thrown, 'backend-unavailable', 'onnxruntime-node could not be loaded.');
    const fallbackReason = `onnxruntime-node could not be loaded (${describeThrown(thrown).slice(0, 200)})`;
    return openWebSessions(web, { backend: 'wasm', fallbackReason });
  }
  return {
    backend: { id: 'cpu', detail: `onnxruntime-node, ${threads} ${threads === 1 ? 'thread' : 'threads'}` },
    create: async (bytes, spec) => {
      try {
        const session = await ort.InferenceSession.create(bytes, {
          executionProviders: ['cpu'],
          intraOpNumThreads: threads,
        });
        return new OrtSession(session, ort.Tensor);
      } catch (thrown) {
        throw asLacunaError(thrown, 'weights-invalid', `The runtime could not open ${spec.file}.`);
      }
    },
    dispose: () => Promise.resolve(),
  };
}
