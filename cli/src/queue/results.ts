import { promisify } from 'node:util';
import { gunzip, gzip } from 'node:zlib';
import { LacunaError } from '@lacuna/core/errors.ts';
import type { Redis } from 'ioredis';
import { Packr } from 'msgpackr';
import { type CaseAnswer, resultKey, sha256 } from './terms.ts';

/** Compressed; Redis holds results in memory until the coordinator has fetched them. */
export const MAX_RESULT_BYTES = 128 * 2 ** 20;
const MAX_UNPACKED_BYTES = 512 * 2 ** 20;
/** A result that nobody fetches goes after a week. */
const RESULT_TTL_S = 7 * 86_400;
const FASTEST = 1;

const compress = promisify<Buffer, { level: number }, Buffer>(gzip);
const expand = promisify<Buffer, { maxOutputLength: number }, Buffer>(gunzip);
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
  const bytes = await compress(packr.pack(result), { level: FASTEST });
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
  return { result: packr.unpack(await expand(bytes, { maxOutputLength: MAX_UNPACKED_BYTES })) as unknown };
}
