import { verifySegmentation } from '@lacuna/core/dicom/segmentation-verifier.ts';
import { LacunaError } from '@lacuna/core/errors.ts';
import { Command } from 'commander';
import { type DicomSeries, readDicomFolder } from './dicom-folder.ts';
import { hasDicomMark, parsePart10 } from './dicom-parse.ts';
import { readWithin } from './folder-files.ts';
import type { Surroundings } from './surroundings.ts';

const MAX_SEG_BYTES = 1024 * 1024 * 1024;
const REFERENCED_SERIES_SEQUENCE = 'x00081115';
const SERIES_INSTANCE_UID = 'x0020000e';

export function verifyCommand({ stdout, signal }: Surroundings): Command {
  return new Command('verify')
    .description(
      'Compare a DICOM SEG with its source series: place and references of every frame, identity, provenance. Prints what differs.',
    )
    .argument('<seg.dcm>', 'the segmentation')
    .argument('<source folder>', 'folder with the MR series that it was made from')
    .option('--verbose', 'show the stack of an error')
    .action(async (file: string, folder: string) => {
      const bytes = await readSegFile(file);
      const source = chooseSource(await readDicomFolder(folder, signal), referencedSeries(bytes));
      const result = verifySegmentation(bytes, source.instances);
      if (result.kind === 'verified') {
        stdout.write(
          `Verified: ${result.frames} frames lie where their source images lie and refer to them.\n`,
        );
        return;
      }
      for (const finding of result.findings) stdout.write(`- ${finding}\n`);
      throw new LacunaError(
        'verification-failed',
        `The SEG is rejected: ${result.findings.length} findings.`,
      );
    });
}

async function readSegFile(file: string): Promise<Uint8Array> {
  const bytes = new Uint8Array(await readWithin(file, MAX_SEG_BYTES));
  if (!hasDicomMark(bytes)) throw new LacunaError('corrupt-file', `${file} is not a DICOM file.`);
  return bytes;
}

/** The series that the SEG says it was made from; several in theory. */
function referencedSeries(bytes: Uint8Array): readonly string[] {
  const items = parsePart10(bytes).dataSet.elements[REFERENCED_SERIES_SEQUENCE]?.items ?? [];
  return items
    .map((item) => item.dataSet?.string(SERIES_INSTANCE_UID)?.trim() ?? '')
    .filter((uid) => uid !== '');
}

/** @throws LacunaError `verification-failed` when the folder does not hold the series the SEG refers to */
function chooseSource(
  { series, refused }: Awaited<ReturnType<typeof readDicomFolder>>,
  referenced: readonly string[],
): DicomSeries {
  const found = series.find(({ source }) => referenced.includes(source.key));
  if (found) return found;
  const refusal = refused.find((r) => 'seriesInstanceUID' in r && referenced.includes(r.seriesInstanceUID));
  if (refusal) throw refusal.error;
  // a SEG that names no series, as many do, is compared with the only one there is
  if (referenced.length === 0 && series.length === 1) return series[0]!;
  throw new LacunaError(
    'verification-failed',
    referenced.length === 0
      ? 'The SEG does not name its source series, and the folder does not hold exactly one.'
      : 'The folder does not hold the series that the SEG refers to.',
    { referenced, found: series.map(({ source }) => source.key) },
  );
}
