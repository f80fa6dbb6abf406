import { LacunaError } from '@lacuna/core/errors.ts';
import { Command, InvalidArgumentError, Option } from 'commander';
import os from 'node:os';
import { parseSeed } from '../detect-options.ts';
import { queueAddress } from '../queue/worker-command.ts';
import type { Surroundings } from '../surroundings.ts';
import { PROTOCOL_IDS, type ProtocolId } from './protocol-id.ts';
import { datasetPlace, UNMASKED_CHOICES, type Unmasked } from './find-cases.ts';
import { SEQUENCES } from './nifti-names.ts';
import { runEvaluation } from './run-evaluation.ts';
import { printSummary } from './summary-text.ts';
import { weightsFolder } from './weights-choice.ts';

interface Options {
  out: string;
  method: string;
  weights?: string;
  calibration?: string;
  seed: number;
  seeds: number;
  jobs: number;
  threads: number;
  backend: 'auto' | 'cpu' | 'wasm';
  protocol: ProtocolId;
  sequence: string;
  unmasked: Unmasked;
  bids?: boolean;
  limit?: number;
  queue?: string;
}

/** A whole number within bounds, for commander. */
export function count(what: string, least: number, most: number): (text: string) => number {
  return (text) => {
    const value = Number(text);
    if (/^\d+$/.test(text) && value >= least && value <= most) return value;
    throw new InvalidArgumentError(`${what} must be a whole number from ${least} to ${most}.`);
  };
}

function seedOption(text: string): number {
  try {
    return parseSeed(text);
  } catch (thrown) {
    throw new InvalidArgumentError(thrown instanceof LacunaError ? thrown.message : 'The seed is not valid.');
  }
}

/** The options that say on what and with what to run; `calibrate` has them too. */
export function withRunOptions(command: Command): Command {
  return command
    .option('--weights <id or dir>', 'weights that come with Lacuna, or a folder with manifest.json')
    .option('--seed <n>', 'whole number; the same seed gives the same figures', seedOption, 0)
    .option(
      '--jobs <n>',
      'worker processes, one case each at a time',
      count('The number of jobs', 1, 256),
      os.availableParallelism(),
    )
    .option(
      '--threads <n>',
      'threads of the runtime in each process',
      count('The number of threads', 1, 64),
      1,
    )
    .addOption(
      new Option('--backend <id>', 'native runtime or WebAssembly')
        .choices(['auto', 'cpu', 'wasm'])
        .default('auto'),
    )
    .addOption(new Option('--sequence <name>', 'which images to take').choices(SEQUENCES).default('flair'))
    .option('--limit <n>', 'only the first n cases in the order of their names', count('The limit', 1, 1e9))
    .option('--verbose', 'show the stack of an error');
}

export function evaluateCommand({ stdout, stderr, signal }: Surroundings): Command {
  const command = new Command('evaluate')
    .description(
      'Run both methods, the consensus and the intensity baselines on a data set and compare them with its masks. Writes summary.json, cases.csv and slices.csv; an interrupted run goes on where it was.',
    )
    .argument(
      '<dataset>',
      'folder of cases: BraTS, NIfTI with masks, BIDS, DICOM with SEG, or healthy cases without masks; or dicomweb+http://host/dicom-web[/studies/<uid>]',
    )
    .requiredOption('--out <dir>', 'folder for the results')
    .addOption(
      new Option('--method <id>', 'all: the outputs are compared with each other')
        .choices(['all'])
        .default('all'),
    )
    .option('--calibration <file>', 'thresholds and tables from "lacuna calibrate"')
    .option(
      '--seeds <k>',
      'run k seeds, from --seed on, and tell the spread',
      count('The number of seeds', 1, 1000),
      1,
    )
    .addOption(
      new Option('--protocol <name>', 'how the maps are scored').choices(PROTOCOL_IDS).default('native'),
    )
    .addOption(
      new Option(
        '--unmasked <what>',
        'cases without a mask: healthy, skip, or auto (healthy where no case has one)',
      )
        .choices(UNMASKED_CHOICES)
        .default('auto'),
    )
    .option('--bids', 'also write maps and masks as BIDS derivatives')
    .option(
      '--queue <address>',
      'let workers elsewhere do the cases (lacuna worker): redis://host:6379',
      queueAddress,
    );
  return withRunOptions(command).action(async (dataset: string, options: Options) => {
    const summary = await runEvaluation(
      {
        ...datasetPlace(dataset),
        out: options.out,
        sequence: options.sequence,
        unmasked: options.unmasked,
        ...(options.limit !== undefined && { limit: options.limit }),
        engine: {
          weights: await weightsFolder(options.weights),
          ...(options.calibration !== undefined && { calibration: options.calibration }),
          backend: options.backend,
          threads: options.threads,
        },
        protocol: options.protocol,
        seed: options.seed,
        seeds: options.seeds,
        jobs: options.jobs,
        extras: { derivatives: options.bids === true },
        bids: options.bids === true,
      },
      stderr,
      signal,
      // loaded only by those who use it
      options.queue === undefined
        ? undefined
        : (await import('../queue/queue-executor.ts')).queueExecutor(options.queue),
    );
    await (await import('../report/write-report.ts')).writeReport(options.out);
    stdout.write(printSummary(summary));
    stderr.write(`Results in ${options.out}. Research use only.\n`);
  });
}
