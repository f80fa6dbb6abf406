import { InferenceClient } from '@lacuna/core/inference/worker/client.ts';
import type { BackendChoice } from '@lacuna/core/inference/worker/protocol.ts';
import type { StartClient } from './detection-client.ts';

const WEIGHTS_PATH = '/lacuna/weights/flair-small/manifest.json';
const ORT_PATH = '/lacuna/ort/';
const BACKENDS: readonly BackendChoice[] = ['auto', 'webgpu', 'wasm'];

/** `?lacunaBackend=wasm` in the address forces a back-end, for tests and for computers whose GPU misbehaves. */
function backendChoice(): BackendChoice {
  const wanted = new URLSearchParams(window.location.search).get('lacunaBackend');
  return BACKENDS.find((choice) => choice === wanted) ?? 'auto';
}

/** Starts the worker beside this module and the loading of the weights, from the viewer's own origin. */
export const startClient: StartClient = (onStatus, signal) =>
  InferenceClient.start(
    {
      createWorker: () =>
        new Worker(new URL('../../../src/inference/worker/inference-worker.ts', import.meta.url), {
          type: 'module',
        }),
      weightsUrl: new URL(WEIGHTS_PATH, window.location.origin).href,
      ortUrl: new URL(ORT_PATH, window.location.origin).href,
      backend: backendChoice(),
      onStatus,
    },
    signal,
  );
