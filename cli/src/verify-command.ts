import { verifyParametricMap } from '@lacuna/core/dicom/parametric-map-verifier.ts';
import { verifySegmentation } from '@lacuna/core/dicom/segmentation-verifier.ts';
import { LacunaError } from '@lacuna/core/errors.ts';
import { Command } from 'commander';
import { readDicomFolder } from './dicom-folder.ts';
import { parsePart10 } from './dicom-parse.ts';
import { chooseSource, readObjectFile, referencedSeries } from './source-of-object.ts';
import type { Surroundings } from './surroundings.ts';

const PARAMETRIC_MAP = '1.2.840.10008.5.1.4.1.1.30';

export function verifyCommand({ stdout, signal }: Surroundings): Command {
  return new Command('verify')
    .description(
      'Compare a DICOM SEG or Parametric Map with its source series: place and references of every frame, identity, provenance. Prints what differs.',
    )
    .argument('<object.dcm>', 'the segmentation or Parametric Map')
    .argument('<source folder>', 'folder with the MR series that it was made from')
    .option('--verbose', 'show the stack of an error')
    .action(async (file: string, folder: string) => {
      const bytes = await readObjectFile(file);
      const { instances } = chooseSource(await readDicomFolder(folder, signal), referencedSeries(bytes));
      const isMap = parsePart10(bytes).dataSet.string('x00080016')?.trim() === PARAMETRIC_MAP;
      const result = isMap ? verifyParametricMap(bytes, instances) : verifySegmentation(bytes, instances);
      if (result.kind === 'verified') {
        stdout.write(
          `Verified: ${result.frames} frames lie where their source images lie and refer to them.\n`,
        );
        return;
      }
      for (const finding of result.findings) stdout.write(`- ${finding}\n`);
      throw new LacunaError(
        'verification-failed',
        `The ${isMap ? 'Parametric Map' : 'SEG'} is rejected: ${result.findings.length} findings.`,
      );
    });
}
