import { LacunaError } from '@lacuna/core/errors.ts';

/** Origins that the person at this machine has named; nothing that came over a queue adds to them. */
const named = new Set<string>();

/**
 * Lets the credentials of the environment go to the server of this address, and to no other: addresses of cases can come from
 * elsewhere.
 * @param root of a DICOMweb service, http(s)://...
 */
export function sendCredentialsTo(root: string): void {
  named.add(new URL(root).origin);
}

/**
 * Value of the Authorization header for an address: `DICOMWEB_TOKEN` as a bearer, or `DICOMWEB_USER` with `DICOMWEB_PASSWORD`. They are
 * read where they are sent and kept nowhere, so that no result, message or log can hold them.
 * @throws LacunaError `invalid-argument` for what fits no header, and for both kinds at once
 */
export function authorizationFor(address: string, env: NodeJS.ProcessEnv = process.env): string | undefined {
  const { DICOMWEB_TOKEN: token, DICOMWEB_USER: user, DICOMWEB_PASSWORD: password } = env;
  if ((!token && !user) || !named.has(new URL(address).origin)) return undefined;
  if (token && user)
    throw new LacunaError(
      'invalid-argument',
      'Set DICOMWEB_TOKEN or DICOMWEB_USER with DICOMWEB_PASSWORD, not both.',
    );
  if (token) {
    if (/^[\x21-\x7e]+$/.test(token)) return `Bearer ${token}`;
    throw new LacunaError('invalid-argument', 'DICOMWEB_TOKEN holds characters that no token has.');
  }
  if (user!.includes(':')) throw new LacunaError('invalid-argument', 'DICOMWEB_USER must hold no colon.');
  return `Basic ${Buffer.from(`${user}:${password ?? ''}`, 'utf8').toString('base64')}`;
}
