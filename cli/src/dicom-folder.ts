import { uprightGreys } from '@lacuna/core/imaging/monochrome1.ts';
import { sourceFromDataSet } from '@lacuna/core/dicom/source-from-dataset.ts';
import type { SourceInstance } from '@lacuna/core/dicom/source.ts';
import { asLacunaError, type LacunaError, throwIfCancelled } from '@lacuna/core/errors.ts';
import { admitSeries } from '@lacuna/core/imaging/admission.ts';
import type { SliceGeometry, SourceSeries, SourceSlice } from '@lacuna/core/imaging/series.ts';
import { type InstanceHeader, readInstance, refuseMultiFrame } from './dicom-instance.ts';
import { parsePart10 } from './dicom-parse.ts';
import { decodePixels } from './dicom-pixels.ts';
import { filesBelow, readWithin } from './folder-files.ts';
import { assertUncompressed } from './transfer-syntax.ts';

/** A single-frame image of 16384 x 16384 16-bit pixels is 512 MiB; no MR comes near. */
const MAX_FILE_BYTES = 512 * 1024 * 1024;
const DICOMDIR_CLASS = '1.2.840.10008.1.3.10';

export interface DicomSeries {
  source: SourceSeries;
  /** In the order of `source.slices`. */
  instances: readonly SourceInstance[];
  /** SeriesDescription; it may name anything, so it is for choosing only and never stored. */
  description: string;
  /** Sentences for the user. */
  warnings: readonly string[];
}

export type Refusal = ({ seriesInstanceUID: string } | { file: string }) & { error: LacunaError };

export interface DicomFolder {
  series: readonly DicomSeries[];
  refused: readonly Refusal[];
}

interface Found extends InstanceHeader {
  file: string;
  refusal?: LacunaError;
}

/**
 * Reads every MR series below a folder; each is either eligible, with its pixels, or refused with a reason.
 *
 * A file that cannot be parsed is refused alone; a file whose pixels cannot be read takes its series with it, because a
 * volume with a hole must not be analysed in silence. DICOMDIR files are passed over.
 * @throws LacunaError `invalid-argument` when the folder cannot be read, `cancelled`
 */
export async function readDicomFolder(folder: string, signal?: AbortSignal): Promise<DicomFolder> {
  const refused: Refusal[] = [];
  const bySeries = new Map<string, Found[]>();
  for (const file of await filesBelow(folder)) {
    throwIfCancelled(signal);
    try {
      const found = await readHeader(file);
      if (!found) continue;
      const group = bySeries.get(found.seriesInstanceUID);
      if (group) group.push(found);
      else bySeries.set(found.seriesInstanceUID, [found]);
    } catch (thrown) {
      refused.push({ file, error: asLacunaError(thrown, 'corrupt-file', 'The file cannot be read.') });
    }
  }
  const series: DicomSeries[] = [];
  for (const [seriesInstanceUID, group] of bySeries) {
    try {
      series.push(await readSeries(seriesInstanceUID, group, signal));
    } catch (thrown) {
      throwIfCancelled(signal);
      refused.push({
        seriesInstanceUID,
        error: asLacunaError(thrown, 'corrupt-file', 'The series cannot be read.'),
      });
    }
  }
  return { series, refused };
}

/** Nothing for a DICOMDIR, which lists files and is no image. @throws LacunaError */
async function readHeader(file: string): Promise<Found | undefined> {
  const { dataSet, transferSyntaxUID } = parsePart10(await readWithin(file, MAX_FILE_BYTES));
  if (dataSet.string('x00020002')?.trim() === DICOMDIR_CLASS || dataSet.elements.x00041220) return undefined;
  const instance = readInstance(dataSet);
  return { ...instance, file, refusal: refusalOf(dataSet, instance, transferSyntaxUID) };
}

function refusalOf(
  dataSet: Parameters<typeof refuseMultiFrame>[0],
  instance: InstanceHeader,
  syntax: string,
): LacunaError | undefined {
  if (instance.header.modality !== 'MR') return undefined;
  const multiFrame = refuseMultiFrame(dataSet, instance.sopClassUID);
  if (multiFrame) return multiFrame;
  try {
    assertUncompressed(syntax);
  } catch (thrown) {
    return asLacunaError(thrown, 'unsupported-transfer-syntax', 'The images are compressed.');
  }
  return undefined;
}

/** @throws LacunaError the refusal of the series */
async function readSeries(key: string, group: readonly Found[], signal?: AbortSignal): Promise<DicomSeries> {
  const unique = [
    ...new Map([...group].reverse().map((found) => [found.header.key, found])).values(),
  ].reverse();
  const refusal = unique.find((found) => found.refusal)?.refusal;
  if (refusal) throw refusal;
  const admission = admitSeries(unique.map((found) => found.header));
  if (admission.kind === 'refused') throw admission.error;
  const ordered = admission.order.map((index) => unique[index]!);
  const warnings = [...admission.warnings];
  if (unique.length < group.length)
    warnings.push(
      `${group.length - unique.length} of the files are copies of others (same SOPInstanceUID) and were left out.`,
    );

  const slices: SourceSlice[] = [];
  const instances: SourceInstance[] = [];
  for (const { file, header } of ordered) {
    throwIfCancelled(signal);
    const { dataSet, transferSyntaxUID } = parsePart10(await readWithin(file, MAX_FILE_BYTES));
    instances.push(sourceFromDataSet(dataSet));
    // admitSeries has found the geometry complete
    const geometry = header.geometry as SliceGeometry;
    slices.push({ key: header.key, geometry, pixels: decodePixels(dataSet, transferSyntaxUID) });
  }
  const upright = uprightGreys(
    slices,
    ordered.map((found) => found.inverted),
  );
  return {
    source: { key, slices: upright.slices },
    instances,
    description: instances[0]?.seriesDescription ?? '',
    warnings: [...warnings, ...upright.warnings],
  };
}
