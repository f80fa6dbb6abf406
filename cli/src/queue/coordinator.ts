import { setTimeout as sleep } from 'node:timers/promises';
import { LacunaError } from '@lacuna/core/errors.ts';
import { type Job, Queue } from 'bullmq';
import type { Redis } from 'ioredis';
import { openConnection } from './connection.ts';
import { takeResult } from './results.ts';
import {
  type Announcement,
  announcementKey,
  type CaseAnswer,
  type CaseJob,
  jobIdOf,
  PREFIX,
  QUEUE_SCHEMA,
  queueName,
  settingsKey,
} from './terms.ts';

/** A case that went wrong is tried again, on whichever worker is free, after 1 s and 2 s. */
const RETRY = { attempts: 3, backoff: { type: 'exponential', delay: 1000 } } as const;
const COLLECT_EVERY_MS = 200;
const ANNOUNCE_EVERY_MS = 5000;
const ANNOUNCEMENT_TTL_S = 20;
const SETTINGS_TTL_S = 7 * 86_400;
const ADD_AT_ONCE = 500;
const NO_WORKER_AFTER_MS = 10_000;

export interface QueueRun {
  url: string;
  announcement: Announcement;
  /** Canonical JSON of the settings; its SHA-256 is in the announcement. */
  settings: string;
  /** Cases still to be done. */
  cases: readonly { id: string; reference: unknown }[];
  /** Called once per case; when it settles, the result is on disk. */
  onResult(caseId: string, result: unknown): Promise<void>;
  /** A case that no worker could finish, and why. */
  onFailure(caseId: string, reason: string): Promise<void>;
  tell(sentence: string): void;
}

/**
 * Puts the cases of a run into the queue and takes their results out, until all are there. What is in Redis is the truth: a
 * coordinator that was killed and starts again finds its jobs as they are.
 * @throws LacunaError `cancelled` after the jobs that no worker has begun were taken back; `timeout` when Redis cannot be reached
 */
export async function coordinate(run: QueueRun, signal: AbortSignal): Promise<void> {
  const redis = await openConnection(run.url, run.tell);
  const queue = new Queue<CaseJob, CaseAnswer>(queueName(run.announcement), {
    connection: redis,
    prefix: PREFIX,
    skipWaitingForReady: true,
  });
  const announce = (): Promise<unknown> =>
    redis.set(
      announcementKey(run.announcement.runId),
      JSON.stringify(run.announcement),
      'EX',
      ANNOUNCEMENT_TTL_S,
    );
  const announcing = setInterval(() => void announce().catch(() => undefined), ANNOUNCE_EVERY_MS);
  try {
    await redis.set(settingsKey(run.announcement.settingsSha256), run.settings, 'EX', SETTINGS_TTL_S);
    await announce();
    await collectAll(run, queue, redis, await addJobs(run, queue, signal), signal);
  } finally {
    clearInterval(announcing);
    await redis.del(announcementKey(run.announcement.runId)).catch(() => undefined);
    await queue.close().catch(() => undefined);
    redis.disconnect();
  }
}

type Pending = Map<string, { id: string; reference: unknown }>;

/** Adds what is not in the queue yet; a job that failed in an earlier attempt at this run gets another chance. */
async function addJobs(
  { announcement, cases }: QueueRun,
  queue: Queue<CaseJob, CaseAnswer>,
  signal: AbortSignal,
): Promise<Pending> {
  const pending: Pending = new Map(cases.map((one) => [jobIdOf(announcement.runId, one.id), one]));
  for (const job of await queue.getJobs(['failed', 'completed']))
    if (job?.id?.startsWith(`${announcement.runId}-`) && !(await keeps(job, pending)))
      await queue.remove(job.id);
  const entries = [...pending];
  for (let i = 0; i < entries.length && !signal.aborted; i += ADD_AT_ONCE)
    await queue.addBulk(
      entries.slice(i, i + ADD_AT_ONCE).map(([jobId, { id, reference }]) => ({
        name: 'case',
        data: {
          schema: QUEUE_SCHEMA,
          runId: announcement.runId,
          caseId: id,
          weightsSha256: announcement.weightsSha256,
          settingsSha256: announcement.settingsSha256,
          reference,
        },
        opts: { jobId, ...RETRY },
      })),
    );
  return pending;
}

/** A finished job of an earlier attempt is kept when its case is still wanted and it did not fail. */
const keeps = async (job: Job, pending: Pending): Promise<boolean> =>
  pending.has(job.id!) && !(await job.isFailed());

async function collectAll(
  run: QueueRun,
  queue: Queue<CaseJob, CaseAnswer>,
  redis: Redis,
  pending: Pending,
  signal: AbortSignal,
): Promise<void> {
  const started = performance.now();
  let toldOfNoWorker = false;
  while (pending.size > 0) {
    if (signal.aborted) {
      await takeBack(queue, pending);
      throw new LacunaError(
        'cancelled',
        'The run was cancelled. Cases that are done are kept; the same command goes on with the rest.',
      );
    }
    const collected = await collect(run, queue, redis, pending);
    if (collected === 0) {
      if (!toldOfNoWorker && performance.now() - started > NO_WORKER_AFTER_MS) {
        toldOfNoWorker = true;
        if ((await queue.getWorkersCount()) === 0)
          run.tell('No worker has joined yet; start one with "npx lacuna worker --queue <address>".');
      }
      await sleep(COLLECT_EVERY_MS);
    }
  }
}

/** Takes what is finished out of the queue, each case once. @returns how many */
async function collect(
  run: QueueRun,
  queue: Queue<CaseJob, CaseAnswer>,
  redis: Redis,
  pending: Pending,
): Promise<number> {
  let collected = 0;
  for (const job of await queue.getJobs(['completed', 'failed'])) {
    const one = job?.id === undefined ? undefined : pending.get(job.id);
    if (!job || !one) continue;
    if (job.failedReason !== undefined && (await job.isFailed())) {
      await run.onFailure(one.id, reasonOf(job.failedReason));
    } else {
      const taken = await takeResult(redis, job.returnvalue);
      if (!taken) {
        run.tell(`The result of ${one.id} is no longer in the queue; the case is run again.`);
        await job.retry('completed');
        continue;
      }
      await run.onResult(one.id, taken.result);
      await redis.del(job.returnvalue.key);
    }
    await queue.remove(job.id!);
    pending.delete(job.id!);
    collected++;
  }
  return collected;
}

const reasonOf = (failedReason: string): string =>
  /stalled more than/.test(failedReason)
    ? 'Its worker ended before the case did, again and again; the case may need more memory than the workers have.'
    : failedReason;

/** Removes what no worker has begun; what is being worked on is finished by its worker and kept for the next start. */
async function takeBack(queue: Queue, pending: Pending): Promise<void> {
  for (const job of await queue.getJobs(['waiting', 'delayed', 'prioritized']))
    if (job?.id !== undefined && pending.has(job.id)) await queue.remove(job.id).catch(() => undefined);
}
