import { createHash, randomUUID } from 'node:crypto';
import fs from 'node:fs/promises';
import type { IncomingMessage } from 'node:http';
import path from 'node:path';
import { HttpError } from '../http.ts';
import type { JsonAttribute, JsonDataSet } from './dicom-json.ts';
import { parseMediaType, parseMultipart, type Part } from './multipart.ts';
import {
  assertFragmentsReadable,
  assertPixelsComplete,
  parseHeader,
  Part10Error,
  readHeader,
} from './part10.ts';
import { describeInstance, type IndexedInstance, type StudyIndex } from './study-index.ts';

/** Failure reasons (PS3.18 table I.2-2, PS3.7 annex C). */
const CANNOT_UNDERSTAND = 0xc000;
const TRANSFER_SYNTAX_NOT_SUPPORTED = 0xc122;
const DATA_SET_DOES_NOT_MATCH = 0xa900;
const DUPLICATE_INSTANCE = 0x0111;
const OUT_OF_RESOURCES = 0xa700;

type Outcome =
  | { readonly kind: 'stored'; readonly instance: IndexedInstance }
  | { readonly kind: 'failed'; readonly reason: number; readonly instance?: IndexedInstance };

export interface StowSettings {
  readonly folder: string;
  readonly limitBytes: number;
  readonly root: string;
  /** Study of the address, if it names one: other studies are refused. */
  readonly studyInstanceUID?: string;
}

/**
 * Stores the instances of a STOW-RS request (PS3.18 10.5). Nothing counts as stored before it was read back from disk.
 *
 * @returns status (200 all, 202 some, 409 none stored) and the response data set
 * @throws HttpError 400, 413 or 415 for requests that are not STOW requests
 */
export async function store(
  request: IncomingMessage,
  index: StudyIndex,
  settings: StowSettings,
): Promise<{ status: number; body: JsonDataSet }> {
  const parts = await readParts(request, settings.limitBytes);
  const outcomes: Outcome[] = [];
  for (const part of parts) outcomes.push(await storePart(part, index, settings));
  const failed = outcomes.filter((outcome) => outcome.kind === 'failed').length;
  return {
    status: failed === 0 ? 200 : failed < outcomes.length ? 202 : 409,
    body: describeOutcomes(outcomes, settings.root),
  };
}

async function readParts(request: IncomingMessage, limitBytes: number): Promise<Part[]> {
  const { type, parameters } = parseMediaType(request.headers['content-type'] ?? '');
  if (type !== 'multipart/related')
    throw new HttpError(415, 'STOW-RS takes multipart/related; type="application/dicom".');
  const partType = parameters.get('type');
  if (partType && partType.toLowerCase() !== 'application/dicom')
    throw new HttpError(415, 'Only parts of type application/dicom can be stored.');
  const parts = parseMultipart(await readBody(request, limitBytes), parameters.get('boundary') ?? '');
  if (!parts.length) throw new HttpError(400, 'The request holds no instances.');
  return parts;
}

async function readBody(request: IncomingMessage, limitBytes: number): Promise<Buffer> {
  const tooLarge = new HttpError(413, `A request may hold at most ${Math.floor(limitBytes / 2 ** 20)} MiB.`);
  if (Number(request.headers['content-length'] ?? 0) > limitBytes) throw tooLarge;
  const chunks: Buffer[] = [];
  let bytes = 0;
  for await (const chunk of request as AsyncIterable<Buffer>) {
    bytes += chunk.length;
    if (bytes > limitBytes) throw tooLarge;
    chunks.push(chunk);
  }
  return Buffer.concat(chunks);
}

async function storePart(
  part: Part,
  index: StudyIndex,
  { folder, studyInstanceUID }: StowSettings,
): Promise<Outcome> {
  if (part.contentType && parseMediaType(part.contentType).type !== 'application/dicom')
    return { kind: 'failed', reason: CANNOT_UNDERSTAND };
  let instance: IndexedInstance;
  try {
    const header = parseHeader(part.body);
    assertPixelsComplete(header, part.body.length);
    assertFragmentsReadable(header, part.body);
    instance = describeInstance(header, '');
  } catch (error) {
    if (!(error instanceof Part10Error)) throw error;
    return {
      kind: 'failed',
      reason: error.reason === 'transfer-syntax' ? TRANSFER_SYNTAX_NOT_SUPPORTED : CANNOT_UNDERSTAND,
    };
  }
  if (studyInstanceUID && studyInstanceUID !== instance.studyInstanceUID)
    return { kind: 'failed', reason: DATA_SET_DOES_NOT_MATCH, instance };
  const present = index.get(instance.sopInstanceUID);
  if (present) {
    // Sending the same bytes again is fine; source data is never replaced.
    const same = digest(await fs.readFile(present.file)) === digest(part.body);
    return same
      ? { kind: 'stored', instance: present }
      : { kind: 'failed', reason: DUPLICATE_INSTANCE, instance };
  }
  if (beingWritten.has(instance.sopInstanceUID))
    return { kind: 'failed', reason: DUPLICATE_INSTANCE, instance };
  beingWritten.add(instance.sopInstanceUID);
  try {
    return { kind: 'stored', instance: await writeAndReadBack(part.body, instance, index, folder) };
  } catch {
    return { kind: 'failed', reason: OUT_OF_RESOURCES, instance };
  } finally {
    beingWritten.delete(instance.sopInstanceUID);
  }
}

/** Instances on their way to disk, so that two requests at once cannot overwrite each other. */
const beingWritten = new Set<string>();

const digest = (bytes: Uint8Array): string => createHash('sha256').update(bytes).digest('hex');

/** Writes beside the final name, renames, and reads the file again; the name is the checked UID and nothing else. */
async function writeAndReadBack(
  bytes: Uint8Array,
  instance: IndexedInstance,
  index: StudyIndex,
  folder: string,
): Promise<IndexedInstance> {
  await fs.mkdir(folder, { recursive: true });
  const file = path.join(folder, `${instance.sopInstanceUID}.dcm`);
  const unfinished = path.join(folder, `.${randomUUID()}.part`);
  try {
    const handle = await fs.open(unfinished, 'wx');
    await handle.writeFile(bytes).finally(() => handle.close());
    if (digest(await fs.readFile(unfinished)) !== digest(bytes)) throw new Error('read-back differs');
    await fs.rename(unfinished, file);
  } finally {
    await fs.rm(unfinished, { force: true });
  }
  const stored = describeInstance(await readHeader(file), file);
  index.add(stored);
  return stored;
}

/** Store Instances Response Module (PS3.18 I.2). */
function describeOutcomes(outcomes: readonly Outcome[], root: string): JsonDataSet {
  const reference = ({ sopClassUID, sopInstanceUID }: IndexedInstance): JsonDataSet => ({
    '00081150': { vr: 'UI', Value: [sopClassUID] },
    '00081155': { vr: 'UI', Value: [sopInstanceUID] },
  });
  const stored = outcomes.flatMap((outcome) => (outcome.kind === 'stored' ? [outcome.instance] : []));
  const studies = [...new Set(stored.map(({ studyInstanceUID }) => studyInstanceUID))];
  const address = (i: IndexedInstance): JsonAttribute => ({
    vr: 'UR',
    Value: [
      `${root}/studies/${i.studyInstanceUID}/series/${i.seriesInstanceUID}/instances/${i.sopInstanceUID}`,
    ],
  });
  const failures = outcomes.flatMap((outcome) =>
    outcome.kind === 'failed'
      ? [
          {
            ...(outcome.instance ? reference(outcome.instance) : {}),
            '00081197': { vr: 'US', Value: [outcome.reason] },
          },
        ]
      : [],
  );
  return {
    ...(studies.length === 1 && { '00081190': { vr: 'UR', Value: [`${root}/studies/${studies[0]}`] } }),
    ...(failures.length && { '00081198': { vr: 'SQ', Value: failures } }),
    ...(stored.length && {
      '00081199': { vr: 'SQ', Value: stored.map((i) => ({ ...reference(i), '00081190': address(i) })) },
    }),
  };
}
