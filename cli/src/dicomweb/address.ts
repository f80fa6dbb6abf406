import { LacunaError } from '@lacuna/core/errors.ts';

/** UID (PS3.5 9.1): digits and dots, so that it is fit for an address as it is. */
export const isUid = (value: unknown): value is string =>
  typeof value === 'string' && value.length <= 64 && /^\d+(\.\d+)*$/.test(value);

/** Whether a data set lies behind DICOMweb instead of in a folder. */
export const isWebRoot = (root: string): boolean => /^(dicomweb\+)?https?:\/\//i.test(root);

export interface WebPlace {
  /** Root of the service, `http(s)://host/path` without a slash at the end. */
  root: string;
  /** Only this study, where the address names one. */
  study?: string;
}

/**
 * `dicomweb+http://host/dicom-web`, with or without `/studies/<StudyInstanceUID>`; `dicomweb+` may be left out.
 * @throws LacunaError `invalid-argument`
 */
export function parseWebPlace(text: string): WebPlace {
  const address = text.replace(/^dicomweb\+/i, '');
  const url = URL.canParse(address) ? new URL(address) : undefined;
  if (!url || !/^https?:$/.test(url.protocol) || url.search || url.hash)
    throw new LacunaError(
      'invalid-argument',
      'The DICOMweb server must be an address such as dicomweb+http://host:8042/dicom-web, with /studies/<UID> for one study.',
    );
  // addresses go through the queue and into summary.json
  if (url.username || url.password)
    throw new LacunaError(
      'invalid-argument',
      'The DICOMweb address must hold no user and password. Set DICOMWEB_USER and DICOMWEB_PASSWORD, or DICOMWEB_TOKEN, in the environment.',
    );
  const [, base, study] = /^(.*?)(?:\/studies(?:\/([^/]+))?)?\/*$/.exec(url.pathname)!;
  if (study !== undefined && !isUid(study))
    throw new LacunaError('invalid-argument', 'The study in the DICOMweb address is no UID.');
  return { root: `${url.origin}${base!.replace(/\/+$/, '')}`, ...(study !== undefined && { study }) };
}
