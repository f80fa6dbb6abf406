import { LacunaError } from '@lacuna/core/errors.ts';
import { OUTPUT_NAMES } from '@lacuna/core/inference/detector.ts';
import { Engine } from '@lacuna/core/inference/engine.ts';
import type { RecordedRun } from '@lacuna/core/inference/recorded-run.ts';
import { openNodeSessions } from '@lacuna/core/inference/session-ort-node.ts';
import { axialSeries } from '@lacuna/core/imaging/reformat.ts';
import { otherWeights } from '@lacuna/core/reproduction/repeat-run.ts';
import { recordedResults, reproduce, type Reproduction } from '@lacuna/core/reproduction/reproduce.ts';
import { Command, Option } from 'commander';
import { readDicomFolder } from './dicom-folder.ts';
import { findBundle } from './find-bundle.ts';
import { folderWeights } from './folder-weights.ts';
import { Progress } from './progress.ts';
import { chooseSource, readObjectFile, referencedSeries, referencedSlices } from './source-of-object.ts';
import type { Surroundings } from './surroundings.ts';

/** More slices than a reader takes in; the rest are counted. */
const MOST_SLICES = 20;

export function reproduceCommand({ stdout, stderr, signal }: Surroundings): Command {
  return new Command('reproduce')
    .description(
      'Run again what a DICOM SEG records, with its weights, seed, settings and threshold, and compare the masks voxel by voxel. Exit status 1 when they differ.',
    )
    .argument('<seg.dcm>', 'the segmentation')
    .argument('<source folder>', 'folder with the MR series that it was made from')
    .option(
      '--weights <dir>',
      'folder of the weights (default: the bundle below models/weights that the SEG names)',
    )
    .addOption(
      new Option('--backend <id>', 'default: the one that the SEG records, else cpu').choices([
        'cpu',
        'wasm',
      ]),
    )
    .option('--verbose', 'show the stack of an error')
    .action(async (file: string, folder: string, options: { weights?: string; backend?: 'cpu' | 'wasm' }) => {
      const bytes = await readObjectFile(file);
      const { source, instances, view } = chooseSource(
        await readDicomFolder(folder, signal),
        referencedSeries(bytes),
        referencedSlices(bytes),
      );
      const analysed = view ? axialSeries(source, view) : source;
      const reformatted = view && { view, images: source.slices.map(({ geometry }) => geometry) };
      let differing = 0;
      for (const recorded of recordedResults(bytes, instances)) {
        const { run } = recorded;
        const weights = options.weights ?? (await findBundle(run.weightsSha256));
        if (weights === undefined) throw otherWeights(run);
        const sessions = await openNodeSessions({ backend: options.backend ?? backendOf(run) });
        const engine = await Engine.open(sessions, folderWeights(weights), { signal });
        try {
          const progress = new Progress(stderr, run.analysedSlices?.length ?? analysed.slices.length);
          const onSlice = () => progress.step(OUTPUT_NAMES[run.output]);
          const result = await reproduce(engine, analysed, recorded, {
            onSlice,
            signal,
            reformatted,
          }).finally(() => progress.end());
          for (const line of describe(result)) stdout.write(`${line}\n`);
          differing += result.differing;
        } finally {
          await engine.dispose();
        }
      }
      if (differing > 0) {
        throw new LacunaError(
          'verification-failed',
          `The run does not give the same mask: ${differing} voxels differ.`,
        );
      }
    });
}

function backendOf({ backends }: RecordedRun): 'auto' | 'cpu' | 'wasm' {
  const [only] = backends;
  return backends.length === 1 && (only === 'cpu' || only === 'wasm') ? only : 'auto';
}

function describe({ kind, recorded, recordedVoxels, differing, slices, notes }: Reproduction): string[] {
  const name = OUTPUT_NAMES[recorded.run.output];
  if (kind === 'identical')
    return [
      `${name}: identical, ${recordedVoxels} voxels in the mask.`,
      ...notes.map((note) => `Note: ${note}`),
    ];
  const shown = slices
    .slice(0, MOST_SLICES)
    .map(
      ({ slice, onlyRecorded, onlyRepeated }) =>
        `- slice ${slice}: ${onlyRecorded} voxels only in the object, ${onlyRepeated} only in the new run`,
    );
  const more = slices.length > MOST_SLICES ? [`- and ${slices.length - MOST_SLICES} more slices`] : [];
  return [
    `${name}: ${differing} voxels differ, in ${slices.length} slices; the mask of the object has ${recordedVoxels}.`,
    ...shown,
    ...more,
    ...notes.map((note) => `Note: ${note}`),
  ];
}
