import { throwIfCancelled } from '../../errors.ts';
import { type Surroundings, usualThreads } from './candidates.ts';
import type { BackendDecision } from './find-backend.ts';

/** Longest wait of a reader for the choice of a back-end. */
export const LONGEST_WAIT_MS = 2000;
/** And for what is remembered to be looked up, which a busy page delays. */
const LONGEST_LOOKUP_MS = 10_000;

/**
 * The decision, or WebAssembly where the trials take longer than a reader should wait for them: they go on meanwhile,
 * and what they find counts from the next start on. A `finding` that fails later fails unheard.
 * @param trials resolves when they begin, from when on the wait counts: what is remembered is waited for longer
 * @throws LacunaError what `finding` fails with in time
 */
export async function startInTime(
  finding: Promise<BackendDecision>,
  surroundings: Pick<Surroundings, 'crossOriginIsolated' | 'processors'>,
  signal?: AbortSignal,
  waitMs = LONGEST_WAIT_MS,
  trials?: Promise<void>,
): Promise<BackendDecision> {
  finding.catch(() => undefined);
  let timer: ReturnType<typeof setTimeout> | undefined;
  const late = new Promise<undefined>((resolve) => {
    const giveUpAfter = (ms: number) => {
      clearTimeout(timer);
      timer = setTimeout(() => resolve(undefined), ms);
    };
    giveUpAfter(trials ? LONGEST_LOOKUP_MS : waitMs);
    void trials?.then(() => giveUpAfter(waitMs));
  });
  const found = await Promise.race([finding, late]).finally(() => clearTimeout(timer));
  throwIfCancelled(signal);
  return (
    found ?? {
      backend: 'wasm',
      threads: usualThreads(surroundings),
      fallbackReason:
        'the back-ends of this computer are being tried; the choice counts from the next start on',
      origin: 'in the meantime',
      tried: [],
    }
  );
}
