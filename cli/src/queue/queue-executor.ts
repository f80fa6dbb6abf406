import path from 'node:path';
import { isWebRoot } from '../dicomweb/address.ts';
import type { CaseResult } from '../evaluate/case-types.ts';
import type { PoolTask } from '../evaluate/pool-messages.ts';
import { inputHash } from '../evaluate/read-case.ts';
import { writeResult } from '../evaluate/result-files.ts';
import type { CaseExecutor, ExecutorWork } from '../evaluate/run-evaluation.ts';
import { LACUNA_VERSION } from '../version.ts';
import { coordinate } from './coordinator.ts';
import { type CaseReference, writeTerms } from './evaluation-terms.ts';
import { QUEUE_SCHEMA, sha256 } from './terms.ts';

/** The cases on the workers of a queue; results are written here, each once. */
export const queueExecutor = (url: string): CaseExecutor => ({
  run: (work, signal) => runOnQueue(url, work, signal),
});

async function runOnQueue(url: string, work: ExecutorWork, signal: AbortSignal): Promise<void> {
  const { weights, tasks } = work;
  const dataRoot = isWebRoot(work.root) ? work.root : path.resolve(work.root);
  const terms = writeTerms({ extras: work.extras, calibration: work.calibration ?? null });
  const jobs = new Map(tasks.map((task) => [jobName(task, work), task]));
  await coordinate(
    {
      url,
      announcement: {
        schema: QUEUE_SCHEMA,
        // a run that is started again takes up its own jobs; another data set or other terms are another run
        runId: sha256([LACUNA_VERSION, weights.sha256, terms, dataRoot, tasks[0]!.out].join('\n')).slice(
          0,
          16,
        ),
        software: LACUNA_VERSION,
        weightsId: weights.id,
        weightsSha256: weights.sha256,
        settingsSha256: sha256(terms),
        dataRoot,
      },
      settings: terms,
      cases: [...jobs].map(([id, { input, settings }]) => {
        const reference: CaseReference = { input, settings, settingsHash: work.settingsHash(settings) };
        return { id, reference };
      }),
      async onResult(id, result) {
        await keep(jobs.get(id)!, result as CaseResult, work);
      },
      async onFailure(id, reason) {
        work.onFailure(jobs.get(id)!, reason);
      },
      tell: work.tell,
    },
    signal,
  );
}

/** The same case with another seed, or after its settings changed, is another job. */
const jobName = ({ input, settings }: PoolTask, work: ExecutorWork): string =>
  `${input.id} (seed ${settings.seed}, ${work.settingsHash(settings).slice(0, 8)})`;

/** Writes a result, unless it was made from other files than those here. */
async function keep(task: PoolTask, result: CaseResult, work: ExecutorWork): Promise<void> {
  const web = task.input.image.kind === 'dicomweb';
  // behind DICOMweb there are no files here to compare with, and a case that was refused may not be to be had at all
  if (web && result.kind === 'skipped') return work.onFailure(task, result.reason);
  const ownHash =
    web && result.kind === 'evaluated' ? result.record.inputHash : await inputHash(work.root, task.input);
  if (result.kind === 'evaluated' && result.record.inputHash !== ownHash)
    return work.onFailure(task, 'The files of the case on the worker differ from those on this machine.');
  await writeResult(task.out, result, {
    settingsHash: work.settingsHash(task.settings),
    inputHash: ownHash,
  });
  work.onDone(task, {
    skipped: result.kind === 'skipped' ? result.reason : undefined,
    ms: result.kind === 'skipped' ? 0 : result.record.timing.totalMs,
  });
}
