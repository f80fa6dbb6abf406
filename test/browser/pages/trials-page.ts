import { findBackend, type BackendDecision } from '@lacuna/core/inference/backend/find-backend.ts';
import { trialInWorker, type TrialWorker } from '@lacuna/core/inference/backend/trial-messages.ts';
import { fetchWeights } from '@lacuna/core/inference/worker/fetch-weights.ts';
import { surroundings } from '../../../extension/src/diagnostics/surroundings.ts';

/** The choice of a back-end as the viewer makes it, with the real worker; `again` tries everything. */
async function find(again: boolean, timeoutMs: number): Promise<BackendDecision> {
  const weightsUrl = new URL('/tiny/', location.href).href;
  const ortUrl = new URL('/ort/', location.href).href;
  return findBackend({
    surroundings: await surroundings(),
    weights: fetchWeights(weightsUrl, window.fetch.bind(window)),
    store: {
      read: () => localStorage.getItem('trials'),
      write: (json) => localStorage.setItem('trials', json),
    },
    again,
    timeoutMs,
    attempt: ({ backend, threads }, signal) =>
      trialInWorker(
        () => new Worker('/worker.js', { type: 'module' }) as unknown as TrialWorker,
        { type: 'trial', backend, threads, weightsUrl, ortUrl },
        signal,
      ),
  });
}

declare global {
  interface Window {
    lacunaFind: typeof find;
  }
}
window.lacunaFind = find;
