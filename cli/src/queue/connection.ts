import { LacunaError } from '@lacuna/core/errors.ts';
import { Redis } from 'ioredis';
import { shownUrl } from './address.ts';

const CONNECT_TIMEOUT_MS = 5000;

/**
 * A connection that comes back by itself whenever the server does.
 * @param tell takes a sentence when the connection is lost and when it is back
 * @throws LacunaError `timeout` when the server cannot be reached now
 */
export async function openConnection(url: string, tell: (sentence: string) => void): Promise<Redis> {
  const redis = new Redis(url, {
    lazyConnect: true,
    connectTimeout: CONNECT_TIMEOUT_MS,
    // BullMQ's blocking reads wait as long as it takes
    maxRetriesPerRequest: null,
    retryStrategy: (times) => Math.min(200 * times, 3000),
  });
  let failure: Error | undefined;
  const noteFailure = (error: Error): void => {
    failure = error;
  };
  redis.on('error', noteFailure);
  try {
    await within(redis.connect(), CONNECT_TIMEOUT_MS);
  } catch (thrown) {
    redis.disconnect();
    throw new LacunaError(
      'timeout',
      `The queue ${shownUrl(url)} cannot be reached. Check that Redis or Valkey runs there and lets this machine in.`,
      undefined,
      { cause: failure ?? thrown },
    );
  }
  let lost = false;
  redis.on('close', () => {
    if (!lost && redis.status !== 'end') tell(`The queue ${shownUrl(url)} is out of reach; waiting for it.`);
    lost = true;
  });
  redis.on('ready', () => {
    if (lost) tell(`The queue ${shownUrl(url)} is back.`);
    lost = false;
  });
  return redis;
}

async function within<T>(promise: Promise<T>, ms: number): Promise<T> {
  let timer: NodeJS.Timeout | undefined;
  const limit = new Promise<never>((_, reject) => {
    timer = setTimeout(() => reject(new Error('timed out')), ms);
  });
  try {
    return await Promise.race([promise, limit]);
  } finally {
    clearTimeout(timer);
  }
}
