import type { BackendChoice } from './protocol.ts';

/** Where a client stands after `attempt` lost workers. */
export interface Rung {
  attempt: number;
  backend: BackendChoice;
  /** Whether this rung is another back-end than the one asked for. */
  fallback?: boolean;
}

/**
 * What to do after a lost worker: once more the same, because a new realm often gets the device back; then, unless a
 * back-end was demanded, WebAssembly; then nothing.
 */
export function nextRung(current: Rung, demanded: BackendChoice): Rung | null {
  if (current.attempt === 0) return { attempt: 1, backend: demanded };
  if (current.attempt === 1 && demanded === 'auto') return { attempt: 2, backend: 'wasm', fallback: true };
  return null;
}

/** A whole run went well: what was lost before it is no reason to give up at the next loss, in hours of reading. */
export function afterSuccess({ backend, fallback }: Rung): Rung {
  return { attempt: fallback ? 1 : 0, backend, ...(fallback && { fallback }) };
}
