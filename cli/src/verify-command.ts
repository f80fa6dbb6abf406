import { LacunaError } from '@lacuna/core/errors.ts';
import { Command } from 'commander';
import { readDicomFolder } from './dicom-folder.ts';
import { chooseSource, readObjectFile, referencedSeries, referencedSlices } from './source-of-object.ts';
import type { Surroundings } from './surroundings.ts';
import { verifyObjectFile } from './verify-object-file.ts';

export function verifyCommand({ stdout, signal }: Surroundings): Command {
  return new Command('verify')
    .description(
      'Compare an object of Lacuna with its source series: place and references of every frame, identity, provenance, measurements. Prints what differs.',
    )
    .argument('<object.dcm>', 'segmentation, label map, Parametric Map, structured report or key image')
    .argument('<source folder>', 'folder with the MR series that it was made from')
    .option('--segmentation <seg.dcm>', 'the SEG that a report refers to (default: found beside the report)')
    .option('--verbose', 'show the stack of an error')
    .action(async (file: string, folder: string, options: { segmentation?: string }) => {
      const bytes = await readObjectFile(file);
      const { instances } = chooseSource(
        await readDicomFolder(folder, signal),
        referencedSeries(bytes),
        referencedSlices(bytes),
      );
      const { name, counted, result } = await verifyObjectFile(file, bytes, instances, options.segmentation);
      if (result.kind === 'verified') {
        stdout.write(`Verified: ${result.frames} ${counted}.\n`);
        return;
      }
      for (const finding of result.findings) stdout.write(`- ${finding}\n`);
      throw new LacunaError(
        'verification-failed',
        `The ${name} is rejected: ${result.findings.length} findings.`,
      );
    });
}
