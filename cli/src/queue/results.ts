import { LacunaError } from '@lacuna/core/errors.ts';
import type { Redis } from 'ioredis';
import { Packr } from 'msgpackr';
import { type CaseAnswer, resultKey, sha256 } from './terms.ts';

/**
 * Redis holds results in memory until the coordinator has fetched them. They are not compressed: scores are compact already, and
 * gzip would take longer than the network.
 */
const MAX_RESULT_BYTES = 128 * 2 ** 20;
/** A result that nobody fetches goes after a week. */
const RESULT_TTL_S = 7 * 86_400;

const packr = new Packr({ useRecords: false });

/**
 * Puts a result (JSON with byte arrays) down. Every attempt has a key of its own: two workers that both believed the case to be
 * theirs do not mix.
 * @throws LacunaError `store-failed` when it is too large
 */
export async function putResult(
  redis: Redis,
  jobId: string,
  token: string,
  result: unknown,
): Promise<CaseAnswer> {
  const bytes = packr.pack(result);
  if (bytes.length > MAX_RESULT_BYTES)
    throw new LacunaError(
      'store-failed',
      `The result of this case is too large for the queue (${Math.round(bytes.length / 2 ** 20)} MiB).`,
    );
  const key = resultKey(jobId, token);
  await redis.set(key, bytes, 'EX', RESULT_TTL_S);
  return { key, sha256: sha256(bytes), bytes: bytes.length };
}

/** The result, or undefined when it is gone or not what its worker put down: the case has to be run again. */
export async function takeResult(redis: Redis, answer: CaseAnswer): Promise<{ result: unknown } | undefined> {
  const bytes = await redis.getBuffer(answer.key);
  if (!bytes || bytes.length > MAX_RESULT_BYTES || sha256(bytes) !== answer.sha256) return undefined;
  return { result: packr.unpack(bytes) as unknown };
}
