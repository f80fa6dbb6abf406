import type { CalibrationInput } from '@lacuna/core/inference/calibration-file.ts';
import type { Engine } from '@lacuna/core/inference/engine.ts';
import type { CaseExtras, CaseInput, CaseResult, CaseSettings } from '../evaluate/case-types.ts';
import type { PoolTask } from '../evaluate/pool-messages.ts';
import { inputHash } from '../evaluate/read-case.ts';
import { writeResult } from '../evaluate/result-files.ts';
import { settingsHash } from '../evaluate/settings-hash.ts';
import { LACUNA_VERSION } from '../version.ts';
import { coordinate } from './coordinator.ts';
import { writeTerms } from './evaluation-terms.ts';
import { QUEUE_SCHEMA, sha256 } from './terms.ts';

export interface QueueRequest {
  /** Address of the queue. */
  url: string;
  /** The engine of the run, for its hashes. */
  engine: Engine;
  settings: CaseSettings;
  calibration: CalibrationInput | undefined;
  root: string;
  extras: CaseExtras;
  tasks: readonly PoolTask[];
  onDone(task: PoolTask, outcome: { skipped: string | undefined; ms: number }): void;
  /** The case could not be finished, for a reason that is not its own; a later run tries it again. */
  onFailure(task: PoolTask, reason: string): void;
  tell(sentence: string): void;
}

/**
 * Runs cases on the workers of a queue, as `runPool` does on processes of its own; results are written here, each once.
 * @throws LacunaError `cancelled`, `store-failed`, `timeout` when the queue cannot be reached
 */
export async function runOnQueue(request: QueueRequest, signal: AbortSignal): Promise<void> {
  const { engine, settings, extras, root, tasks } = request;
  const hash = settingsHash(engine, settings);
  const terms = writeTerms({
    settings,
    extras,
    calibration: request.calibration ?? null,
    settingsHash: hash,
  });
  const byId = new Map(tasks.map((task) => [task.input.id, task]));
  await coordinate(
    {
      url: request.url,
      announcement: {
        schema: QUEUE_SCHEMA,
        // a run that is started again takes up its own jobs; another data set or setting is another run
        runId: sha256(`${hash}\n${terms}\n${root}`).slice(0, 16),
        software: LACUNA_VERSION,
        weightsId: engine.manifest.id,
        weightsSha256: engine.weightsSha256,
        settingsSha256: sha256(terms),
        dataRoot: root,
      },
      settings: terms,
      cases: tasks.map(({ input }) => ({ id: input.id, reference: input satisfies CaseInput })),
      async onResult(id, value) {
        const task = byId.get(id)!;
        const result = value as CaseResult;
        const ownHash = await inputHash(root, task.input);
        if (result.kind === 'evaluated' && result.record.inputHash !== ownHash)
          return request.onFailure(task, 'The files of the case differ between the worker and this machine.');
        await writeResult(task.out, result, { settingsHash: hash, inputHash: ownHash });
        request.onDone(task, {
          skipped: result.kind === 'skipped' ? result.reason : undefined,
          ms: result.kind === 'skipped' ? 0 : result.record.timing.totalMs,
        });
      },
      async onFailure(id, reason) {
        request.onFailure(byId.get(id)!, reason);
      },
      tell: request.tell,
    },
    signal,
  );
}
