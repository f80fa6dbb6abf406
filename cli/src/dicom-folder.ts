import { asLacunaError, type LacunaError, throwIfCancelled } from '@lacuna/core/errors.ts';
import { readInstances } from './dicom-instance.ts';
import { parsePart10 } from './dicom-parse.ts';
import { readParts } from './dicom-series.ts';
import {
  type DicomFolder,
  type DicomSeries,
  type FoundSlice,
  MAX_FILE_BYTES,
  type Refusal,
} from './dicom-series-types.ts';
import { filesBelow, readWithin } from './folder-files.ts';
import { compressionOf } from './transfer-syntax.ts';

const DICOMDIR_CLASS = '1.2.840.10008.1.3.10';

export type { DicomFolder, DicomSeries, Refusal } from './dicom-series-types.ts';

/**
 * Reads every MR series below a folder; each is either eligible, with its pixels, or refused with a reason. A series of
 * several echoes, b-values or components comes as several.
 *
 * A file that cannot be parsed is refused alone; a file whose pixels cannot be read takes its series with it, because a
 * volume with a hole must not be analysed in silence. DICOMDIR files are passed over.
 * @throws LacunaError `invalid-argument` when the folder cannot be read, `cancelled`
 */
export async function readDicomFolder(folder: string, signal?: AbortSignal): Promise<DicomFolder> {
  const refused: Refusal[] = [];
  const bySeries = new Map<string, FoundSlice[]>();
  for (const file of await filesBelow(folder)) {
    throwIfCancelled(signal);
    try {
      for (const found of await readHeaders(file)) {
        const group = bySeries.get(found.seriesInstanceUID);
        if (group) group.push(found);
        else bySeries.set(found.seriesInstanceUID, [found]);
      }
    } catch (thrown) {
      refused.push({ file, error: asLacunaError(thrown, 'corrupt-file', 'The file cannot be read.') });
    }
  }
  const series: DicomSeries[] = [];
  for (const [seriesInstanceUID, group] of bySeries) {
    for await (const part of readParts(seriesInstanceUID, group, signal)) {
      if (part.kind === 'read') series.push(part.series);
      else refused.push({ seriesInstanceUID, part: part.label, error: part.error });
    }
  }
  return { series, refused };
}

/** Nothing for a DICOMDIR, which lists files and is no image. @throws LacunaError */
async function readHeaders(file: string): Promise<FoundSlice[]> {
  const { dataSet, transferSyntaxUID } = parsePart10(await readWithin(file, MAX_FILE_BYTES));
  if (dataSet.string('x00020002')?.trim() === DICOMDIR_CLASS || dataSet.elements.x00041220) return [];
  const slices = readInstances(dataSet);
  const storage = slices[0]!.header.modality === 'MR' ? storageOf(transferSyntaxUID) : undefined;
  const lossy = storage?.lossy === true || dataSet.string('x00282110')?.trim() === '01';
  return slices.map((slice) => ({
    ...slice,
    file,
    compressed: storage?.compressed === true,
    lossy,
    refusal: storage?.refusal,
  }));
}

/** A syntax that cannot be read takes the series with it, not the file alone. */
function storageOf(syntax: string): { compressed: boolean; lossy: boolean; refusal?: LacunaError } {
  try {
    const compression = compressionOf(syntax);
    return { compressed: compression !== undefined, lossy: compression?.lossy === true };
  } catch (thrown) {
    const refusal = asLacunaError(thrown, 'unsupported-transfer-syntax', 'The images cannot be read.');
    return { compressed: false, lossy: false, refusal };
  }
}
