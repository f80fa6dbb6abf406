import path from 'node:path';
import { fileURLToPath } from 'node:url';

/** A DICOMweb server that is reached through `/pacs/`; credentials are kept apart from the address. */
export interface Upstream {
  /** Root of the DICOMweb service, without credentials and without a trailing slash. */
  readonly root: URL;
  /** Value of the Authorization header; never printed. */
  readonly authorization?: string;
}

export interface ServerOptions {
  readonly host: string;
  readonly port: number;
  /** The built viewer (`viewer/dist`). */
  readonly distFolder: string;
  /** Folders of Part-10 files that are only ever read. Earlier folders win on duplicate instances. */
  readonly studyFolders: readonly string[];
  /** Where STOW-RS results go. */
  readonly stowFolder: string;
  /** Largest STOW-RS request body in bytes. */
  readonly stowLimitBytes: number;
  readonly upstream?: Upstream;
}

/** A setting that cannot be used; the message is a sentence that says what to change. */
export class OptionError extends Error {
  override readonly name = 'OptionError';
}

const REPOSITORY = path.resolve(path.dirname(fileURLToPath(import.meta.url)), '../..');
const MEBIBYTE = 1 << 20;
const DEFAULT_STOW_LIMIT_BYTES = 256 * MEBIBYTE;

/**
 * Reads PORT, HOST, DICOMWEB_URL and LACUNA_STUDIES (folders, separated as in PATH).
 * @throws OptionError with a sentence for the person who typed the value
 */
export function optionsFromEnvironment(env: Readonly<Record<string, string | undefined>>): ServerOptions {
  const extraFolders = (env.LACUNA_STUDIES ?? '').split(path.delimiter).filter(Boolean);
  return {
    host: env.HOST || '127.0.0.1',
    port: parsePort(env.PORT),
    distFolder: path.join(REPOSITORY, 'viewer/dist'),
    studyFolders: [
      path.join(REPOSITORY, 'viewer/studies'),
      ...extraFolders.map((folder) => path.resolve(folder)),
    ],
    stowFolder: path.join(REPOSITORY, '.lacuna/stow'),
    stowLimitBytes: DEFAULT_STOW_LIMIT_BYTES,
    upstream: env.DICOMWEB_URL ? parseUpstream(env.DICOMWEB_URL) : undefined,
  };
}

function parsePort(text: string | undefined): number {
  if (!text) return 3000;
  const port = Number(text);
  if (!/^\d+$/.test(text) || port > 65535) throw new OptionError('PORT must be a number from 0 to 65535.');
  return port;
}

/** Splits `http(s)://user:password@host/path` into address and credentials. */
export function parseUpstream(text: string): Upstream {
  let root: URL;
  try {
    root = new URL(text);
  } catch {
    throw new OptionError(
      'DICOMWEB_URL is not an address; expected for example http://127.0.0.1:8042/dicom-web.',
    );
  }
  if (root.protocol !== 'http:' && root.protocol !== 'https:')
    throw new OptionError('DICOMWEB_URL must start with http:// or https://.');
  const credentials = root.username
    ? `${decodeURIComponent(root.username)}:${decodeURIComponent(root.password)}`
    : undefined;
  root.username = '';
  root.password = '';
  root.search = '';
  root.hash = '';
  root.pathname = root.pathname.replace(/\/+$/, '');
  return {
    root,
    authorization: credentials ? `Basic ${Buffer.from(credentials).toString('base64')}` : undefined,
  };
}
