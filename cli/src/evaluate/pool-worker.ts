import type { Engine } from '@lacuna/core/inference/engine.ts';
import { describeThrown, LacunaError } from '@lacuna/core/errors.ts';
import { isWebRoot } from '../dicomweb/address.ts';
import { sendCredentialsTo } from '../dicomweb/credentials.ts';
import { evaluateCase } from './evaluate-case.ts';
import type { FromWorker, PoolTask, ToWorker } from './pool-messages.ts';
import { inputHash } from './read-case.ts';
import { writeResult } from './result-files.ts';
import { settingsHash } from './settings-hash.ts';
import { openEngine } from './weights-choice.ts';

/**
 * The body of one worker process of the pool: one engine, one case at a time, results written by itself. It ends with the process
 * that started it, however that ends.
 */
export function serveCases(): void {
  const abort = new AbortController();
  const tell = (message: FromWorker) => process.connected && process.send?.(message);
  let opened: { engine: Engine; root: string; extras: Extract<ToWorker, { kind: 'open' }>['extras'] };

  const run = async ({ input, settings, out }: PoolTask): Promise<void> => {
    const started = performance.now();
    const { engine, root, extras } = opened;
    const result = await evaluateCase(input, engine, settings, { root, extras, signal: abort.signal });
    await writeResult(out, result, {
      settingsHash: settingsHash(engine, settings),
      inputHash: result.kind === 'evaluated' ? result.record.inputHash : await inputHash(root, input),
    });
    const skipped = result.kind === 'skipped' ? result.reason : undefined;
    tell({ kind: 'done', id: input.id, skipped, ms: performance.now() - started });
  };
  const failed = (id: string | undefined) => (thrown: unknown) => {
    const code = thrown instanceof LacunaError ? thrown.code : 'internal';
    tell({ kind: 'failed', id, code, message: describeThrown(thrown) });
  };
  process.on('message', (message: ToWorker) => {
    if (message.kind === 'open') {
      if (isWebRoot(message.root)) sendCredentialsTo(message.root);
      void openEngine(message.choice, abort.signal).then(({ engine }) => {
        opened = { engine, root: message.root, extras: message.extras };
        tell({ kind: 'ready' });
      }, failed(undefined));
    } else if (message.kind === 'run') void run(message.task).catch(failed(message.task.input.id));
    else abort.abort();
  });
  // Ctrl-C reaches the whole process group; the coordinator says what is to be done
  process.on('SIGINT', () => undefined);
  process.on('disconnect', () => process.exit(0));
}
