import { InferenceClient } from '@lacuna/core/inference/worker/client.ts';
import type { BackendChoice } from '@lacuna/core/inference/worker/protocol.ts';
import { decideBackend } from '../diagnostics/decide.ts';
import { ORT_PATH, WEIGHTS_PATH } from './addresses.ts';
import type { StartClient } from './detection-client.ts';

const BACKENDS: readonly BackendChoice[] = ['auto', 'webgpu', 'wasm'];

/** `?lacunaBackend=wasm` in the address forces a back-end, for tests and for computers whose GPU misbehaves. */
function backendChoice(): BackendChoice {
  const wanted = new URLSearchParams(window.location.search).get('lacunaBackend');
  return BACKENDS.find((choice) => choice === wanted) ?? 'auto';
}

const createWorker = () =>
  new Worker(new URL('../../../src/inference/worker/inference-worker.ts', import.meta.url), {
    type: 'module',
  });

/**
 * Starts the worker beside this module and the loading of the weights, from the viewer's own origin, on the back-end
 * that suits this computer.
 */
export const startClient: StartClient = async (onStatus, signal) => {
  const addresses = {
    createWorker,
    weightsUrl: new URL(WEIGHTS_PATH, window.location.origin).href,
    ortUrl: new URL(ORT_PATH, window.location.origin).href,
  };
  const demanded = backendChoice();
  const decided = demanded === 'auto' ? await decideBackend(addresses, signal) : undefined;
  const { backend = demanded, threads, fallbackReason } = decided ?? {};
  return InferenceClient.start({ ...addresses, backend, threads, fallbackReason, onStatus }, signal);
};
