import { Command } from 'commander';
import type { Surroundings } from '../surroundings.ts';
import { calibrate } from './calibrate.ts';
import { withRunOptions } from './evaluate-command.ts';
import { datasetPlace } from './find-cases.ts';
import { weightsFolder } from './weights-choice.ts';

interface Options {
  out: string;
  weights?: string;
  seed: number;
  jobs: number;
  threads: number;
  backend: 'auto' | 'cpu' | 'wasm';
  sequence: string;
  limit?: number;
  description?: string;
}

export function calibrateCommand({ stderr, signal }: Surroundings): Command {
  const command = new Command('calibrate')
    .description(
      'Set thresholds, z-scores and the consensus on your own healthy images: writes a calibration file for evaluate and detect.',
    )
    .argument(
      '<healthy set>',
      'folder of healthy cases, in any layout that evaluate reads; slices with a mask are left out',
    )
    .requiredOption('--out <file>', 'the calibration file to write (JSON)')
    .option('--description <text>', 'the cohort in a few words, written into the file; no names');
  return withRunOptions(command).action(async (dataset: string, options: Options) => {
    const { out: file, weights, backend, threads, sequence, seed, jobs, limit, description } = options;
    await calibrate(
      {
        ...datasetPlace(dataset),
        file,
        out: `${file}.work`,
        sequence,
        ...(limit !== undefined && { limit }),
        engine: { weights: await weightsFolder(weights), backend, threads },
        seed,
        jobs,
        description,
      },
      stderr,
      signal,
    );
    stderr.write(`${file} written. Research use only.\n`);
  });
}
