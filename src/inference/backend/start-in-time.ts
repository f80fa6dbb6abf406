import { throwIfCancelled } from '../../errors.ts';
import { type Surroundings, usualThreads } from './candidates.ts';
import type { BackendDecision } from './find-backend.ts';

/** Longest wait of a reader for the choice of a back-end. */
export const LONGEST_WAIT_MS = 2000;

/**
 * The decision, or WebAssembly where the trials take longer than a reader should wait for them: they go on meanwhile,
 * and what they find counts from the next start on. A `finding` that fails later fails unheard.
 * @throws LacunaError what `finding` fails with in time
 */
export async function startInTime(
  finding: Promise<BackendDecision>,
  surroundings: Pick<Surroundings, 'crossOriginIsolated' | 'processors'>,
  signal?: AbortSignal,
  waitMs = LONGEST_WAIT_MS,
): Promise<BackendDecision> {
  finding.catch(() => undefined);
  let timer: ReturnType<typeof setTimeout> | undefined;
  const late = new Promise<undefined>((resolve) => {
    timer = setTimeout(() => resolve(undefined), waitMs);
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
