import { setTimeout as sleep } from 'node:timers/promises';
import { LacunaError, throwIfCancelled } from '@lacuna/core/errors.ts';
import { authorizationFor } from './credentials.ts';

export interface WebRequest {
  accept: string;
  /** More of an answer is not read. */
  maxBytes: number;
  timeoutMs: number;
  signal?: AbortSignal;
}

export interface WebAnswer {
  body: Buffer;
  contentType: string;
}

/** Waits before the second and the third attempt. */
const BACK_OFF_MS = [500, 2000];
/** The server is busy or restarting; anything else it will say again. */
const PASSING = new Set([408, 429, 500, 502, 503, 504]);

/**
 * GET, up to three times where the fault may pass. Redirects are not followed.
 * @throws LacunaError `store-failed` when the server is away or refuses, `invalid-argument` for what it does not have (404, 410),
 *   `corrupt-file` when the answer is too large, `cancelled`
 */
export async function getFromWeb(address: string, request: WebRequest): Promise<WebAnswer> {
  const { signal } = request;
  for (let attempt = 0; ; attempt++) {
    throwIfCancelled(signal);
    try {
      return await getOnce(address, request);
    } catch (thrown) {
      throwIfCancelled(signal);
      const wait = BACK_OFF_MS[attempt];
      if (thrown instanceof LacunaError && !(thrown instanceof PassingFault)) throw thrown;
      if (wait === undefined)
        throw thrown instanceof LacunaError ? thrown : away(new URL(address).host, thrown);
      // an abort ends the wait; the next round tells it
      await sleep(wait, undefined, { signal }).catch(() => undefined);
    }
  }
}

class PassingFault extends LacunaError {}

function away(host: string, cause: unknown): LacunaError {
  const late = cause instanceof Error && cause.name === 'TimeoutError';
  return new LacunaError(
    'store-failed',
    `The DICOMweb server ${host} ${late ? 'did not answer in time' : 'cannot be reached'}. Check that it runs and its address.`,
    undefined,
    { cause },
  );
}

async function getOnce(
  address: string,
  { accept, maxBytes, timeoutMs, signal }: WebRequest,
): Promise<WebAnswer> {
  const limit = AbortSignal.timeout(timeoutMs);
  const authorization = authorizationFor(address);
  const response = await fetch(address, {
    headers: { accept, ...(authorization !== undefined && { authorization }) },
    redirect: 'manual',
    signal: signal ? AbortSignal.any([signal, limit]) : limit,
  });
  const { status } = response;
  if (status === 204) return { body: Buffer.alloc(0), contentType: '' };
  if (status !== 200) {
    await response.body?.cancel();
    throw refusal(new URL(address).host, status, authorization !== undefined);
  }
  const chunks: Uint8Array[] = [];
  let bytes = 0;
  for await (const chunk of (response.body ?? []) as unknown as AsyncIterable<Uint8Array>) {
    bytes += chunk.length;
    // leaving the loop cancels the body
    if (bytes > maxBytes)
      throw new LacunaError(
        'corrupt-file',
        `The DICOMweb server's answer is larger than ${Math.round(maxBytes / 2 ** 20)} MiB and is not read.`,
      );
    chunks.push(chunk);
  }
  return { body: Buffer.concat(chunks, bytes), contentType: response.headers.get('content-type') ?? '' };
}

function refusal(host: string, status: number, sent: boolean): LacunaError {
  if (PASSING.has(status))
    return new PassingFault('store-failed', `The DICOMweb server ${host} failed (HTTP ${status}).`);
  if (status === 404 || status === 410)
    return new LacunaError(
      'invalid-argument',
      `The DICOMweb server ${host} does not have it (HTTP ${status}).`,
    );
  const credentials = sent
    ? ' It does not accept the credentials of the environment.'
    : ' It asks for credentials: set DICOMWEB_USER and DICOMWEB_PASSWORD, or DICOMWEB_TOKEN; a worker sends them to the address of its --data only.';
  return new LacunaError(
    'store-failed',
    `The DICOMweb server ${host} refused the request (HTTP ${status}).${status === 401 || status === 403 ? credentials : ''}`,
  );
}
