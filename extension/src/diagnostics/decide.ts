import { throwIfCancelled } from '@lacuna/core/errors.ts';
import {
  type BackendDecision,
  type ChoiceStore,
  findBackend,
} from '@lacuna/core/inference/backend/find-backend.ts';
import { trialInWorker, type TrialWorker } from '@lacuna/core/inference/backend/trial-messages.ts';
import { fetchWeights } from '@lacuna/core/inference/worker/fetch-weights.ts';
import { surroundings } from './surroundings.ts';

const STORE_KEY = 'lacuna.backend';

/** This browser profile's memory; private windows may refuse it, which counts as empty. */
const store: ChoiceStore = {
  read: () => window.localStorage.getItem(STORE_KEY),
  write: (json) => window.localStorage.setItem(STORE_KEY, json),
};

export interface Addresses {
  createWorker(): Worker;
  weightsUrl: string;
  ortUrl: string;
}

let latest: BackendDecision | undefined;
let latestAddresses: Addresses | undefined;

/** How the back-end in use was chosen; undefined where it was demanded, or nothing was chosen yet. */
export function latestDecision(): BackendDecision | undefined {
  return latest;
}

/**
 * The back-end for this computer: remembered, tried, or the only one. Weights that cannot be read are no reason to fail
 * here: the start of the engine tells that better.
 * @throws LacunaError `cancelled`
 */
export async function decideBackend(
  addresses: Addresses,
  signal?: AbortSignal,
  again = false,
): Promise<BackendDecision | undefined> {
  latestAddresses = addresses;
  const { createWorker, weightsUrl, ortUrl } = addresses;
  try {
    latest = await findBackend(
      {
        surroundings: await surroundings(),
        weights: fetchWeights(weightsUrl, window.fetch.bind(window)),
        store,
        again,
        ...(again && { timeoutMs: 30_000 }),
        attempt: ({ backend, threads }, inner) =>
          trialInWorker(
            () => createWorker() as unknown as TrialWorker,
            { type: 'trial', backend, threads, weightsUrl, ortUrl },
            inner,
          ),
      },
      signal,
    );
    return latest;
  } catch {
    throwIfCancelled(signal);
    return undefined;
  }
}

/** Tries everything afresh and remembers it; it counts from the next start of the viewer on. */
export async function measureAgain(): Promise<BackendDecision | undefined> {
  return latestAddresses && decideBackend(latestAddresses, undefined, true);
}
