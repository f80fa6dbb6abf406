import { throwIfCancelled } from '@lacuna/core/errors.ts';
import { nextTask } from '../series/read-slices.ts';

/** Long enough for useful work, short enough that a person feels nothing. */
const LONGEST_MS = 20;

/**
 * Calls `work` for 0, 1, ... count - 1 and lets the page paint and answer in between, so that no task grows with the series.
 * @throws LacunaError `cancelled`
 */
export async function inTurns<T>(
  count: number,
  work: (index: number) => T,
  signal: AbortSignal,
  onDone: () => void = () => undefined,
): Promise<T[]> {
  const results: T[] = [];
  let since = performance.now();
  for (let index = 0; index < count; index++) {
    throwIfCancelled(signal);
    results.push(work(index));
    onDone();
    if (performance.now() - since < LONGEST_MS) continue;
    await nextTask();
    since = performance.now();
  }
  throwIfCancelled(signal);
  return results;
}
