import { fileURLToPath } from 'node:url';
import { LacunaError } from '@lacuna/core/errors.ts';
import { Command, InvalidArgumentError, Option } from 'commander';
import { detect, type DetectRequest } from './detect.ts';
import {
  parseFormats,
  parseMethod,
  parseSeed,
  parseSlices,
  parseSteps,
  parseSubseries,
  parseThreshold,
} from './detect-options.ts';
import type { Surroundings } from './surroundings.ts';

const DEFAULT_WEIGHTS = fileURLToPath(new URL('../../models/weights/flair-small', import.meta.url));

/** Lets commander report a wrong value as it reports any other. */
const checked =
  <T>(parse: (text: string) => T) =>
  (text: string): T => {
    try {
      return parse(text);
    } catch (thrown) {
      if (thrown instanceof LacunaError) throw new InvalidArgumentError(thrown.message);
      throw thrown;
    }
  };

function parseThreads(text: string): number {
  const threads = Number(text);
  if (/^\d+$/.test(text) && threads >= 1 && threads <= 64) return threads;
  throw new LacunaError('invalid-argument', 'The number of threads must be a whole number from 1 to 64.');
}

export function detectCommand({ stderr, signal }: Surroundings): Command {
  return new Command('detect')
    .description(
      'Run the detectors on one axial FLAIR series. Writes an anomaly map, a mask of candidate regions and a reconstruction per method (NIfTI), a DICOM SEG for DICOM input, and detect.json.',
    )
    .argument(
      '<input>',
      'DICOM folder, NIfTI file (.nii, .nii.gz) or BraTS case folder (its *_flair file is read)',
    )
    .requiredOption('--out <dir>', 'folder for the results; results of an earlier run in it are replaced')
    .option(
      '--method <id>',
      'latent-bernoulli, diffusion-ad, consensus or all (default: all, with the consensus where the weights have one)',
      checked(parseMethod),
    )
    .option('--seed <n>', 'whole number; the same seed gives the same map', checked(parseSeed), 0)
    .option(
      '--steps <n>',
      'denoiser calls a slice of latent-bernoulli, 1 to 200; about as many times as long (default: that of the weights, for which the thresholds hold)',
      checked(parseSteps),
    )
    .option(
      '--format <list>',
      'any of nifti, seg, seg-combined (one SEG, a segment per method), labelmap (many receivers reject it), pmap, sr, key-images, parted by commas (default: nifti,seg for DICOM, nifti for NIfTI)',
      checked(parseFormats),
    )
    .option(
      '--threshold <t>',
      'fpr1, fpr5, fpr10 or a number (default: that of the weights)',
      checked(parseThreshold),
    )
    .option(
      '--weights <dir>',
      'folder with manifest.json and the ONNX files (default: models/weights/flair-small)',
    )
    .option('--calibration <file>', 'thresholds and tables of your own healthy cases (lacuna calibrate)')
    .addOption(
      new Option('--backend <id>', 'native runtime or WebAssembly (default: cpu, else wasm)').choices([
        'cpu',
        'wasm',
      ]),
    )
    .option('--slices <a-b>', 'only these slices, counted from 1 at the feet', checked(parseSlices))
    .option('--series <uid>', 'SeriesInstanceUID, when a DICOM folder holds several that could be run')
    .option(
      '--subseries <n>',
      'which stack, when a series holds several echoes, b-values or components (the list says)',
      checked(parseSubseries),
    )
    .option('--force-sequence', 'run although the header names another sequence than the weights know')
    .option('--threads <n>', 'threads of the runtime', checked(parseThreads), 1)
    .option('--verbose', 'show the stack of an error')
    .action(async (input: string, options: Partial<DetectRequest>) => {
      const request: DetectRequest = {
        input,
        out: options.out!,
        method: options.method ?? 'all',
        seed: options.seed!,
        steps: options.steps,
        formats: (options as { format?: DetectRequest['formats'] }).format,
        threshold: options.threshold,
        weights: options.weights ?? DEFAULT_WEIGHTS,
        calibration: options.calibration,
        backend: options.backend ?? 'auto',
        slices: options.slices,
        series: options.series,
        subseries: options.subseries,
        forceSequence: options.forceSequence ?? false,
        threads: options.threads!,
      };
      await detect(request, stderr, (sentence) => stderr.write(`${sentence}\n`), signal);
    });
}
