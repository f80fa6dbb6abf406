import { LacunaError } from '@lacuna/core/errors.ts';
import { isUid } from './address.ts';
import { getFromWeb } from './request.ts';

const PAGE = 200;
/** Enough for any research set; a whole hospital archive is refused instead of being walked for hours. */
const MOST_RESULTS = 20_000;
const SEARCH_BYTES = 64 * 1024 * 1024;
const SEARCH_TIMEOUT_MS = 60_000;

/** DICOM JSON (PS3.18 F.2) as far as a search needs it. */
type Attributes = Record<string, { Value?: unknown[] } | undefined>;

export interface FoundStudy {
  uid: string;
  /** For telling patients apart only; never stored. */
  patientId: string | undefined;
}

export interface FoundSeries {
  uid: string;
  modality: string;
  description: string;
}

/** Studies with MR series, or all where the server does not filter (QIDO-RS). @throws LacunaError see getFromWeb */
export async function searchStudies(root: string, signal?: AbortSignal): Promise<FoundStudy[]> {
  const found = await search(`${root}/studies`, 'ModalitiesInStudy=MR&', '0020000D', signal);
  return found.map((study) => ({ uid: text(study, '0020000D')!, patientId: text(study, '00100020') }));
}

/** @throws LacunaError see getFromWeb */
export async function searchSeries(
  root: string,
  study: string,
  signal?: AbortSignal,
): Promise<FoundSeries[]> {
  const address = `${root}/studies/${study}/series`;
  const found = await search(address, 'includefield=0008103E&', '0020000E', signal);
  return found.map((series) => ({
    uid: text(series, '0020000E')!,
    modality: text(series, '00080060') ?? '',
    description: text(series, '0008103E') ?? '',
  }));
}

/** All pages of a search, each result once by its UID. */
async function search(
  address: string,
  query: string,
  uidTag: string,
  signal?: AbortSignal,
): Promise<Attributes[]> {
  const byUid = new Map<string, Attributes>();
  for (let offset = 0; ; offset += PAGE) {
    const page = await resultsOf(`${address}?${query}limit=${PAGE}&offset=${offset}`, signal);
    const before = byUid.size;
    for (const result of page) {
      const uid = text(result, uidTag);
      if (isUid(uid) && !byUid.has(uid)) byUid.set(uid, result);
    }
    // a server that does not know pages gives the same, or all, again
    if (page.length < PAGE || byUid.size === before) return [...byUid.values()];
    if (byUid.size > MOST_RESULTS)
      throw new LacunaError(
        'invalid-argument',
        `The DICOMweb server lists more than ${MOST_RESULTS} results. Give the address of one study.`,
      );
  }
}

async function resultsOf(address: string, signal?: AbortSignal): Promise<Attributes[]> {
  const { body } = await getFromWeb(address, {
    accept: 'application/dicom+json',
    maxBytes: SEARCH_BYTES,
    timeoutMs: SEARCH_TIMEOUT_MS,
    signal,
  });
  if (body.length === 0) return [];
  let parsed: unknown;
  try {
    parsed = JSON.parse(body.toString('utf8'));
  } catch {
    parsed = undefined;
  }
  if (Array.isArray(parsed) && parsed.every((item) => typeof item === 'object' && item !== null))
    return parsed as Attributes[];
  throw new LacunaError(
    'invalid-argument',
    'The address does not answer searches as DICOMweb does (QIDO-RS). It must be the root of the service, e.g. http://host:8042/dicom-web.',
  );
}

function text(attributes: Attributes, tag: string): string | undefined {
  const value = attributes[tag]?.Value?.[0];
  return typeof value === 'string' && value !== '' ? value.trim() : undefined;
}
