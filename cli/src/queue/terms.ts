import { createHash } from 'node:crypto';
import { LacunaError } from '@lacuna/core/errors.ts';

export const QUEUE_SCHEMA = 'lacuna-queue/1';
/** Before every key in Redis. */
export const PREFIX = 'lacuna';

/** What has to be the same on every machine for results to be the same. */
export interface Compatibility {
  software: string;
  weightsId: string;
  weightsSha256: string;
}

/** What a coordinator announces as long as it is there. */
export interface Announcement extends Compatibility {
  schema: typeof QUEUE_SCHEMA;
  runId: string;
  settingsSha256: string;
  /** The data set's folder on the coordinator's machine; a worker may have it elsewhere. */
  dataRoot: string;
}

/** One case to be evaluated. */
export interface CaseJob {
  schema: typeof QUEUE_SCHEMA;
  runId: string;
  caseId: string;
  weightsSha256: string;
  settingsSha256: string;
  /** What the case function takes, as JSON. */
  reference: unknown;
}

/** What a worker answers; the result itself lies under `key`. */
export interface CaseAnswer {
  key: string;
  sha256: string;
  bytes: number;
}

export const sha256 = (data: string | Uint8Array): string => createHash('sha256').update(data).digest('hex');

/** Workers of other software or weights listen elsewhere, so that a case never reaches them. */
export const queueName = ({ software, weightsSha256 }: Compatibility): string =>
  `cases-${sha256(`${QUEUE_SCHEMA}\n${software}\n${weightsSha256}`).slice(0, 16)}`;

export const announcementKey = (runId: string): string => `${PREFIX}:run:${runId}`;
export const ANNOUNCEMENTS = `${PREFIX}:run:*`;
export const settingsKey = (settingsSha256: string): string => `${PREFIX}:settings:${settingsSha256}`;
export const resultKey = (jobId: string, token: string): string => `${PREFIX}:result:${jobId}:${token}`;

/** The same case of the same run is the same job, however often it is put in. */
export const jobIdOf = (runId: string, caseId: string): string => `${runId}-${sha256(caseId).slice(0, 32)}`;

const isText = (value: unknown): value is string => typeof value === 'string' && value !== '';

/** @throws LacunaError `invalid-argument` when another program, or another version, put it in */
export function parseJob(data: unknown): CaseJob {
  const job = (typeof data === 'object' && data !== null ? data : {}) as Partial<CaseJob>;
  if (
    job.schema === QUEUE_SCHEMA &&
    [job.runId, job.caseId, job.weightsSha256, job.settingsSha256].every(isText)
  )
    return job as CaseJob;
  throw new LacunaError('invalid-argument', `The queue holds a job that is not of ${QUEUE_SCHEMA}.`);
}

/** Undefined for what is none. */
export function parseAnnouncement(text: string | null): Announcement | undefined {
  try {
    const found = JSON.parse(text ?? '') as Partial<Announcement>;
    const complete = [
      found.runId,
      found.software,
      found.weightsId,
      found.weightsSha256,
      found.settingsSha256,
      found.dataRoot,
    ].every(isText);
    return found.schema === QUEUE_SCHEMA && complete ? (found as Announcement) : undefined;
  } catch {
    return undefined;
  }
}
