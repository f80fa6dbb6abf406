import { setTimeout as pause } from 'node:timers/promises';
import { SLOW } from './slow.ts';

/** For whatever has to come by itself; long, since a check that fails for want of time says nothing of the program. */
export const LIMIT_MS = 60_000 * Math.max(1, SLOW / 2);
const PAUSE_MS = 30;
/** Answers without a change, and the time over them, that make something one at rest. */
const [ALIKE, REST_MS] = [4, 400];

/**
 * Asks again until the answer satisfies, and gives it: for what can be read but does not say when it has changed. A question
 * that fails counts as not answered yet, as when the page has left what it was about.
 */
export async function until<T>(
  what: string,
  ask: () => Promise<T>,
  good: (answer: T) => boolean,
  limitMs = LIMIT_MS,
): Promise<T> {
  const end = Date.now() + limitMs;
  let last: unknown;
  for (;;) {
    try {
      const answer = await ask();
      if (good(answer)) return answer;
      last = JSON.stringify(answer) ?? 'nothing';
    } catch (error) {
      last = error instanceof Error ? error.message : error;
    }
    if (Date.now() > end)
      throw new Error(`${what}: not within ${limitMs / 1000} s; last seen ${String(last).slice(0, 600)}`);
    await pause(PAUSE_MS);
  }
}

/**
 * The answer that satisfies and stays the same by `key` over several askings: what is compared with later. A change that is
 * still on its way ends after it, not before.
 */
export async function settled<T>(
  what: string,
  ask: () => Promise<T>,
  good: (answer: T) => boolean = () => true,
  key: (answer: T) => unknown = (answer) => JSON.stringify(answer),
): Promise<T> {
  let [known, alike, since]: [unknown, number, number] = [undefined, 0, 0];
  return until(`${what}, at rest`, ask, (answer) => {
    const now = key(answer);
    if (!good(answer) || now !== known)
      [known, alike, since] = [good(answer) ? now : undefined, 0, Date.now()];
    else alike++;
    return good(answer) && alike >= ALIKE && Date.now() - since >= REST_MS * SLOW;
  });
}
