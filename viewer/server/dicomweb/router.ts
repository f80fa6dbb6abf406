import { HttpError, sendJson, type Exchange, type Handler } from '../http.ts';
import { isUID } from './part10.ts';
import { search, type Level } from './qido.ts';
import { store } from './stow.ts';
import type { IndexedInstance, StudyIndex } from './study-index.ts';
import { DICOM_JSON, sendBulkData, sendFrames, sendInstances, sendMetadata } from './wado.ts';

const ROOT = '/dicomweb';

export interface DicomWebSettings {
  readonly stowFolder: string;
  readonly stowLimitBytes: number;
}

/** DICOMweb over an index of files: QIDO-RS, WADO-RS and STOW-RS below `/dicomweb`. */
export function dicomWeb(index: StudyIndex, settings: DicomWebSettings): Handler {
  return async (exchange) => {
    if (exchange.pathname !== ROOT && !exchange.pathname.startsWith(`${ROOT}/`)) return false;
    exchange.response.setHeader('cache-control', 'no-store'); // images and names stay out of the browser's cache
    const segments = exchange.pathname
      .slice(ROOT.length + 1)
      .split('/')
      .filter(Boolean);
    const method = exchange.request.method;
    if (method === 'POST') return storeInstances(exchange, segments, index, settings);
    if (method !== 'GET' && method !== 'HEAD')
      throw new HttpError(405, 'Only GET, HEAD and POST are possible here.');
    return retrieve(exchange, segments, index);
  };
}

async function storeInstances(
  exchange: Exchange,
  segments: readonly string[],
  index: StudyIndex,
  settings: DicomWebSettings,
): Promise<true> {
  const [resource, studyInstanceUID, ...rest] = segments;
  if (resource !== 'studies' || rest.length) throw new HttpError(404, 'Instances are stored at /studies.');
  if (studyInstanceUID !== undefined) assertUID(studyInstanceUID);
  const { status, body } = await store(exchange.request, index, {
    folder: settings.stowFolder,
    limitBytes: settings.stowLimitBytes,
    root: ROOT,
    studyInstanceUID,
  });
  return sendJson(exchange.response, status, body, DICOM_JSON);
}

const LEVELS = ['studies', 'series', 'instances'] as const;

/** Walks `studies/{uid}/series/{uid}/instances/{uid}`, then does what the rest of the path names. */
async function retrieve(exchange: Exchange, segments: readonly string[], index: StudyIndex): Promise<true> {
  const { response } = exchange;
  const uids: string[] = [];
  let at = 0;
  // Searches may leave out levels: /series, /instances, /studies/{uid}/instances.
  for (const level of LEVELS) {
    if (segments[at] !== level) continue;
    const uid = segments[at + 1];
    if (uid === undefined) return sendSearch(exchange, level, index.find(...uids));
    assertUID(uid);
    if (uids.length !== LEVELS.indexOf(level)) break;
    uids.push(uid);
    at += 2;
  }
  const instances = index.find(...uids);
  if (!uids.length || !instances.length) throw new HttpError(404, 'There is nothing at this address.');
  const [action, ...rest] = segments.slice(at);
  const single = uids.length === 3 ? instances[0] : undefined;
  if (action === undefined) return sendInstances(response, instances);
  if (action === 'metadata' && !rest.length) return sendMetadata(response, instances, ROOT);
  if (action === 'frames' && single && rest.length === 1) return sendFrames(response, single, rest[0]!);
  if (action === 'bulkdata' && single && rest.length) return sendBulkData(response, single, rest);
  throw new HttpError(404, 'There is nothing at this address.');
}

function sendSearch(
  { response, query }: Exchange,
  level: Level,
  instances: readonly IndexedInstance[],
): true {
  return sendJson(response, 200, search(level, instances, query, ROOT), DICOM_JSON);
}

function assertUID(text: string): void {
  if (!isUID(text)) throw new HttpError(400, 'A UID in the address is malformed.');
}
