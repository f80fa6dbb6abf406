import { setTimeout as sleep } from 'node:timers/promises';
import { LacunaError } from '@lacuna/core/errors.ts';
import { DelayedError, type Job, WaitingError, Worker } from 'bullmq';
import type { Redis } from 'ioredis';
import { openConnection } from './connection.ts';
import { compatibleRuns } from './announcements.ts';
import { putResult } from './results.ts';
import {
  announcementKey,
  type Announcement,
  type CaseAnswer,
  type CaseJob,
  type Compatibility,
  parseAnnouncement,
  parseJob,
  PREFIX,
  queueName,
  settingsKey,
  sha256,
} from './terms.ts';

/** A case whose workers died this often is given up: it may be the case that kills them. */
const MAX_STALLS = 5;
/** Finished results that wait in Redis for the coordinator; with as many, workers wait before they begin another case. */
const MAX_UNCLAIMED = 16;
const LOOK_AGAIN_MS = 500;
/** When a job whose coordinator is away is looked at again. */
const ASIDE_MS = 5000;

/** It is the machine, not the case, that is at fault: the worker gives its case back and leaves. */
export class UnfitWorkerError extends LacunaError {}

/** What a worker runs its cases with. */
export interface CaseRunner extends Compatibility {
  /**
   * One case.
   * @param settings as the coordinator wrote them
   * @param reference what the coordinator put into the job
   * @param dataRoot the data set's folder on the coordinator's machine
   * @throws LacunaError `cancelled` soon after the signal
   * @throws UnfitWorkerError
   */
  run(job: { settings: string; reference: unknown; dataRoot: string; signal: AbortSignal }): Promise<unknown>;
}

export interface WorkerRequest {
  url: string;
  /** Without a sign of life for so long, a worker's case is given to another. */
  stalledAfterMs: number;
  /** The worker leaves after it has had nothing to do for so long; undefined: it stays. */
  idleLimitMs: number | undefined;
  tell(sentence: string): void;
}

/**
 * Takes cases from the queue, one at a time, until the signal.
 * @throws LacunaError `weights-altered` when the queue's runs want other weights or another version; `timeout` without Redis
 */
export async function work(runner: CaseRunner, request: WorkerRequest, signal: AbortSignal): Promise<void> {
  const redis = await openConnection(request.url, request.tell);
  try {
    await compatibleRuns(redis, runner);
    await takeCases(runner, request, redis, signal);
  } finally {
    redis.disconnect();
  }
}

async function takeCases(
  runner: CaseRunner,
  { stalledAfterMs, idleLimitMs = Infinity, tell }: WorkerRequest,
  redis: Redis,
  signal: AbortSignal,
): Promise<void> {
  let done = 0;
  let busy = false;
  let idleSince = performance.now();
  let refusal: LacunaError | undefined;
  const stop = new AbortController();
  const ending = AbortSignal.any([signal, stop.signal]);

  const worker = new Worker<CaseJob, CaseAnswer>(
    queueName(runner),
    async (job, token, lost) => {
      busy = true;
      try {
        const answer = await runJob(job, token!, AbortSignal.any([ending, ...(lost ? [lost] : [])]));
        tell(`${job.data.caseId} done (${++done} by this worker).`);
        return answer;
      } catch (thrown) {
        if (thrown instanceof DelayedError) throw thrown;
        // Ctrl-C, or this machine lacks what the case needs: another worker shall have it
        if (ending.aborted || (refusal = refusalOf(thrown))) {
          if (!ending.aborted) stop.abort();
          await job.moveToWait(token);
          tell(`${job.data.caseId} given back.`);
          throw new WaitingError();
        }
        tell(`${job.data.caseId}: ${sentenceOf(thrown)}`);
        throw new Error(sentenceOf(thrown), { cause: thrown });
      } finally {
        busy = false;
        idleSince = performance.now();
      }
    },
    {
      connection: redis,
      prefix: PREFIX,
      concurrency: 1,
      lockDuration: stalledAfterMs,
      stalledInterval: stalledAfterMs,
      maxStalledCount: MAX_STALLS,
    },
  );
  // the connection tells of its own troubles; everything else ends in a job
  worker.on('error', () => undefined);

  async function runJob(job: Job<CaseJob>, token: string, signalOfCase: AbortSignal): Promise<CaseAnswer> {
    const data = parseJob(job.data);
    if (data.weightsSha256 !== runner.weightsSha256)
      throw new LacunaError('weights-altered', 'The case belongs to a run with other weights.');
    const announcement = await roomForResult(job, token, signalOfCase);
    const settings = await redis.get(settingsKey(data.settingsSha256));
    if (settings === null || sha256(settings) !== data.settingsSha256)
      throw new LacunaError('invalid-argument', 'The settings of the run are not in the queue.');
    const { reference } = data;
    const { dataRoot } = announcement;
    const result = await runner.run({ settings, reference, dataRoot, signal: signalOfCase });
    return putResult(redis, job.id!, token, result);
  }

  /**
   * Redis must not fill up with results that nobody takes: a job of a run whose coordinator is away is put aside, and while too
   * many results lie there the worker waits.
   */
  async function roomForResult(
    job: Job<CaseJob>,
    token: string,
    signalOfCase: AbortSignal,
  ): Promise<Announcement> {
    const { runId } = job.data;
    for (;;) {
      signalOfCase.throwIfAborted();
      const announcement = parseAnnouncement(await redis.get(announcementKey(runId)));
      if (!announcement) {
        await job.moveToDelayed(Date.now() + ASIDE_MS, token);
        throw new DelayedError();
      }
      const finished = await redis.zrange(`${PREFIX}:${queueName(runner)}:completed`, 0, -1);
      if (finished.filter((id) => id.startsWith(`${runId}-`)).length < MAX_UNCLAIMED) return announcement;
      await sleep(LOOK_AGAIN_MS, undefined, { signal: signalOfCase });
    }
  }

  try {
    await worker.waitUntilReady();
    tell(`Waiting for cases with ${runner.weightsId} (${runner.weightsSha256.slice(0, 12)}).`);
    while (!ending.aborted) {
      if (!busy && performance.now() - idleSince > idleLimitMs) break;
      await sleep(LOOK_AGAIN_MS, undefined, { signal: ending }).catch(() => undefined);
    }
  } finally {
    await worker.close();
    tell(`This worker leaves; ${done} ${done === 1 ? 'case' : 'cases'} done.`);
  }
  if (refusal) throw refusal;
}

const sentenceOf = (thrown: unknown): string =>
  thrown instanceof LacunaError
    ? thrown.message
    : `Something went wrong inside Lacuna: ${thrown instanceof Error ? thrown.message : String(thrown)}`;

const refusalOf = (thrown: unknown): LacunaError | undefined =>
  thrown instanceof UnfitWorkerError ? thrown : undefined;
