import { LacunaError } from '@lacuna/core/errors.ts';
import { Command, InvalidArgumentError, Option } from 'commander';
import { weightsFolder } from '../evaluate/weights-choice.ts';
import type { Surroundings } from '../surroundings.ts';
import { parseQueueUrl } from './address.ts';

/** A whole number within bounds, with a name for the sentence that refuses another. */
const whole = (name: string, least: number, most: number) => (text: string) => {
  const value = Number(text);
  if (/^\d+$/.test(text) && value >= least && value <= most) return value;
  throw new InvalidArgumentError(`${name} must be a whole number from ${least} to ${most}.`);
};

/** Lets commander report a wrong address as it reports any other value. */
export function queueAddress(text: string): string {
  try {
    return parseQueueUrl(text);
  } catch (thrown) {
    if (thrown instanceof LacunaError) throw new InvalidArgumentError(thrown.message);
    throw thrown;
  }
}

interface WorkerOptions {
  queue: string;
  weights?: string;
  data?: string;
  backend?: 'cpu' | 'wasm';
  threads: number;
  stalledAfter: number;
  idleLimit?: number;
}

export function workerCommand({ stderr, signal }: Surroundings): Command {
  return new Command('worker')
    .description(
      'Take cases from a queue that "lacuna evaluate --queue" fills, one at a time, until Ctrl-C. Any number of workers on any number of machines; they may come and go.',
    )
    .requiredOption('--queue <address>', 'Redis or Valkey, e.g. redis://host:6379', queueAddress)
    .option('--weights <id>', 'id or folder of the bundle that the run has; it is checked by its hash')
    .option(
      '--data <dir or address>',
      'the data set on this machine, where its path (or DICOMweb address) is not that of the run',
    )
    .addOption(
      new Option('--backend <id>', 'native runtime or WebAssembly; that of the run').choices(['cpu', 'wasm']),
    )
    .option('--threads <n>', 'threads of the runtime', whole('The number of threads', 1, 64), 1)
    .option(
      '--stalled-after <s>',
      'seconds without a sign of life after which a case goes to another worker',
      whole('The time', 1, 3600),
      30,
    )
    .option('--idle-limit <s>', 'leave after so many seconds without a case', whole('The time', 1, 604_800))
    .option('--verbose', 'show the stack of an error')
    .action(async (options: WorkerOptions) => {
      const tell = (sentence: string): void => void stderr.write(`${sentence}\n`);
      const ending = endingWith(signal);
      const { data, threads, backend = 'auto' } = options;
      // the other commands need not load what only the queue needs
      const [{ EvaluationRunner }, { work }] = await Promise.all([
        import('./evaluation-runner.ts'),
        import('./worker.ts'),
      ]);
      const weights = await weightsFolder(options.weights);
      const runner = await EvaluationRunner.open({ weights, data, threads, backend }, ending.signal);
      try {
        tell(`${runner.weightsId} on ${runner.backend}`);
        const request = {
          url: options.queue,
          stalledAfterMs: options.stalledAfter * 1000,
          idleLimitMs: options.idleLimit === undefined ? undefined : options.idleLimit * 1000,
          tell,
        };
        await work(runner, request, ending.signal);
      } finally {
        ending.dispose();
        await runner.dispose();
      }
    });
}

/** Ctrl-C, or the SIGTERM with which schedulers end a job. */
function endingWith(interrupted: AbortSignal): { signal: AbortSignal; dispose(): void } {
  const terminated = new AbortController();
  const end = (): void => terminated.abort();
  process.once('SIGTERM', end);
  return {
    signal: AbortSignal.any([interrupted, terminated.signal]),
    dispose: () => void process.off('SIGTERM', end),
  };
}
