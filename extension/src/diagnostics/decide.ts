import { throwIfCancelled } from '@lacuna/core/errors.ts';
import {
  type BackendDecision,
  type ChoiceStore,
  findBackend,
} from '@lacuna/core/inference/backend/find-backend.ts';
import type { Surroundings } from '@lacuna/core/inference/backend/candidates.ts';
import { LONGEST_WAIT_MS, startInTime } from '@lacuna/core/inference/backend/start-in-time.ts';
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
 * The back-end for this computer: remembered, tried, or the only one; WebAssembly where trying takes longer than a
 * reader should wait. Weights that cannot be read are no reason to fail here: the start of the engine tells that better.
 * @throws LacunaError `cancelled`
 */
export async function decideBackend(
  addresses: Addresses,
  signal?: AbortSignal,
): Promise<BackendDecision | undefined> {
  latestAddresses = addresses;
  try {
    const around = await surroundings();
    let begin = () => {};
    const trials = new Promise<void>((resolve) => (begin = resolve));
    const finding = find(addresses, around, signal, { onTrials: begin });
    void finding.then(
      (found) => (latest = found),
      () => undefined, // told below, or nobody waits for it any more
    );
    latest = await startInTime(finding, around, signal, LONGEST_WAIT_MS, trials);
    return latest;
  } catch {
    throwIfCancelled(signal);
    return undefined;
  }
}

/** Tries everything afresh and remembers it; it counts from the next start of the viewer on. */
export async function measureAgain(): Promise<BackendDecision | undefined> {
  if (!latestAddresses) return undefined;
  const found = await find(latestAddresses, await surroundings(), undefined, { again: true }).catch(
    () => undefined,
  );
  return (latest = found ?? latest) && found;
}

function find(
  { createWorker, weightsUrl, ortUrl }: Addresses,
  around: Surroundings,
  signal?: AbortSignal,
  { again = false, onTrials }: { again?: boolean; onTrials?: () => void } = {},
): Promise<BackendDecision> {
  return findBackend(
    {
      surroundings: around,
      weights: fetchWeights(weightsUrl, window.fetch.bind(window)),
      store,
      again,
      ...(onTrials && { onTrials }),
      timeoutMs: again ? 30_000 : 15_000,
      attempt: ({ backend, threads }, inner) =>
        trialInWorker(
          () => createWorker() as unknown as TrialWorker,
          { type: 'trial', backend, threads, weightsUrl, ortUrl },
          inner,
        ),
    },
    signal,
  );
}
