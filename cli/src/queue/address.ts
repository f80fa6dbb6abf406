import { LacunaError } from '@lacuna/core/errors.ts';

/** How a queue is named to a person: without user and password. */
export function shownUrl(url: string): string {
  const { protocol, host, pathname } = new URL(url);
  return `${protocol}//${host}${pathname === '/' ? '' : pathname}`;
}

/** @throws LacunaError `invalid-argument` when it is no redis:// or rediss:// address */
export function parseQueueUrl(text: string): string {
  const url = URL.canParse(text) ? new URL(text) : undefined;
  if (url && /^rediss?:$/.test(url.protocol) && url.hostname !== '') return text;
  throw new LacunaError(
    'invalid-argument',
    'The queue must be an address such as redis://host:6379 (rediss:// for TLS).',
  );
}
