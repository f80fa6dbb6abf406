import { describeThrown, throwIfCancelled } from '../../errors.ts';
import type { Candidate } from './candidates.ts';

/** What one try of a back-end found: the time of the piece, and how far its answer is from the golden one. */
export interface Trial {
  /** Median of one run, warm. */
  ms: number;
  /** The first run: shaders are compiled in it. */
  firstMs: number;
  /** Relative to the golden output's largest value, at least 1; Infinity where an output is missing or not a number. */
  difference: number;
}

export interface Tried {
  id: string;
  name: string;
  ms?: number;
  firstMs?: number;
  difference?: number;
  /** Why it is not used; absent for the one that is. */
  dropped?: string;
}

export interface Choice {
  /** null: nothing works here. */
  chosen: Candidate | null;
  tried: readonly Tried[];
}

/** float32 on two back-ends differs by rounding, about 1e-5; a wrongly computed layer differs by tenths. */
export const TOLERANCE = 2e-3;

/** What comes later, such as more threads, must take less than this share of the time: less of a difference is noise. */
const CLEARLY = 0.9;

/**
 * Tries one candidate after the other and takes the fastest that is right. One that throws, computes wrongly or does
 * not answer in time is dropped with the reason.
 *
 * @param attempt must let go of everything it holds when its signal is aborted
 * @param timeoutMs for one candidate, opening included
 * @throws LacunaError `cancelled`
 */
export async function chooseBackend(
  candidates: readonly Candidate[],
  attempt: (candidate: Candidate, signal: AbortSignal) => Promise<Trial>,
  { timeoutMs, signal }: { timeoutMs: number; signal?: AbortSignal },
): Promise<Choice> {
  const tried: Tried[] = [];
  let best: { candidate: Candidate; ms: number } | undefined;
  for (const candidate of candidates) {
    throwIfCancelled(signal);
    const { id, name, dropped } = candidate;
    const entry: Tried = { id, name, ...(dropped === undefined ? await judged(candidate) : { dropped }) };
    tried.push(entry);
    if (entry.dropped === undefined && !(best && entry.ms! > CLEARLY * best.ms))
      best = { candidate, ms: entry.ms! };
  }
  throwIfCancelled(signal);
  for (const entry of tried)
    if (best && entry.dropped === undefined && entry.id !== best.candidate.id)
      entry.dropped =
        entry.ms! < best.ms
          ? `hardly faster than ${best.candidate.name}`
          : `${(entry.ms! / best.ms).toFixed(1)} times as slow as ${best.candidate.name}`;
  return { chosen: best?.candidate ?? null, tried };

  async function judged(candidate: Candidate): Promise<Omit<Tried, 'id' | 'name'>> {
    try {
      const trial = await withDeadline((inner) => attempt(candidate, inner), timeoutMs, signal);
      // Written so that a NaN is dropped too.
      if (trial.difference <= TOLERANCE && trial.ms >= 0) return { ...trial };
      return { ...trial, dropped: `it computes wrongly (off by ${trial.difference.toPrecision(2)})` };
    } catch (thrown) {
      throwIfCancelled(signal);
      return { dropped: describeThrown(thrown).slice(0, 300) };
    }
  }
}

async function withDeadline<T>(
  work: (signal: AbortSignal) => Promise<T>,
  timeoutMs: number,
  outer: AbortSignal | undefined,
): Promise<T> {
  const stop = new AbortController();
  let give: ((reason: Error) => void) | undefined;
  const ended = new Promise<never>((_, reject) => (give = reject));
  const onAbort = () => give?.(new Error('cancelled'));
  outer?.addEventListener('abort', onAbort, { once: true });
  const timer = setTimeout(
    () => give?.(new Error(`it did not answer within ${timeoutMs / 1000} s`)),
    timeoutMs,
  );
  try {
    return await Promise.race([work(stop.signal), ended]);
  } finally {
    clearTimeout(timer);
    outer?.removeEventListener('abort', onAbort);
    stop.abort();
  }
}
