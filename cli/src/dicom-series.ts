import { asLacunaError, type LacunaError, throwIfCancelled } from '@lacuna/core/errors.ts';
import { sourceFromDataSet, type SourceInstance } from '@lacuna/core/dicom/source.ts';
import { sourceFromFrame } from '@lacuna/core/dicom/source-frames.ts';
import { admitSeries } from '@lacuna/core/imaging/admission.ts';
import { uprightGreys } from '@lacuna/core/imaging/monochrome1.ts';
import { axialView } from '@lacuna/core/imaging/reformat.ts';
import { recogniseSequence } from '@lacuna/core/imaging/sequence-recognition.ts';
import type { SliceGeometry, SourceSlice } from '@lacuna/core/imaging/series.ts';
import { splitSeries } from '@lacuna/core/imaging/split-series.ts';
import { group } from 'd3-array';
import { type DicomSeries, type FoundSlice, MAX_FILE_BYTES } from './dicom-series-types.ts';
import { parsePart10 } from './dicom-parse.ts';
import { pixelReader } from './dicom-pixels.ts';
import { readWithin } from './folder-files.ts';

type PartRead =
  { kind: 'read'; series: DicomSeries } | { kind: 'refused'; label: string; error: LacunaError };

/** The stacks of a series, one after the other, with their pixels or the reason against them. @throws LacunaError `cancelled` */
export async function* readParts(
  key: string,
  slices: readonly FoundSlice[],
  signal?: AbortSignal,
): AsyncGenerator<PartRead> {
  const unique = [
    ...new Map([...slices].reverse().map((found) => [found.header.key, found])).values(),
  ].reverse();
  const { parts, notes } = splitSeries(unique.map(({ header }) => header));
  const warnings = [...notes];
  if (unique.length < slices.length)
    warnings.push(
      `${slices.length - unique.length} of the files are copies of others (same SOPInstanceUID) and were left out.`,
    );
  for (const { indices, label } of parts) {
    try {
      const series = await readStack(
        key,
        indices.map((i) => unique[i]!),
        signal,
      );
      const note =
        label === '' ? [] : [`The series holds ${parts.length} stacks; this is the one with ${label}.`];
      yield {
        kind: 'read',
        series: { ...series, part: label, warnings: [...note, ...warnings, ...series.warnings] },
      };
    } catch (thrown) {
      throwIfCancelled(signal);
      yield {
        kind: 'refused',
        label,
        error: asLacunaError(thrown, 'corrupt-file', 'The series cannot be read.'),
      };
    }
  }
}

/** @throws LacunaError the refusal of the stack */
async function readStack(
  key: string,
  found: readonly FoundSlice[],
  signal?: AbortSignal,
): Promise<Omit<DicomSeries, 'part'>> {
  const refusal = found.find((slice) => slice.refusal)?.refusal;
  if (refusal) throw refusal;
  const admission = admitSeries(found.map(({ header }) => header));
  if (admission.kind === 'refused') throw admission.error;
  const ordered = admission.order.map((index) => found[index]!);
  const slices = new Array<SourceSlice>(ordered.length);
  const instances = new Array<SourceInstance>(ordered.length);
  // file by file, so that a multi-frame one is read once
  for (const [file, positions] of group(ordered.keys(), (i) => ordered[i]!.file)) {
    throwIfCancelled(signal);
    const compressed = ordered[positions[0]!]!.compressed;
    const parsed = parsePart10(await readWithin(file, MAX_FILE_BYTES), compressed ? 'end' : 'pixels');
    const read = pixelReader(parsed);
    for (const position of positions) {
      throwIfCancelled(signal);
      const { header, frame } = ordered[position]!;
      instances[position] =
        frame === undefined ? sourceFromDataSet(parsed.dataSet) : sourceFromFrame(parsed.dataSet, frame);
      slices[position] = {
        key: header.key,
        geometry: header.geometry as SliceGeometry, // admitSeries has found it complete
        pixels: await read(frame),
      };
    }
  }
  const upright = uprightGreys(
    slices,
    ordered.map(({ inverted }) => inverted),
  );
  const lossy = ordered.some((slice) => slice.lossy)
    ? ['The images were compressed with loss, which the models were not made for.']
    : [];
  const view =
    admission.plane === 'axial' ? undefined : axialView(upright.slices.map(({ geometry }) => geometry));
  const reformatted = view
    ? [
        `The images are ${view.plane}; the detectors read them as ${view.geometries.length} axial slices, and the results lie on the ${view.plane} images.`,
      ]
    : [];
  return {
    source: { key, slices: upright.slices },
    instances,
    ...(view && { view }),
    description: instances[0]?.seriesDescription ?? '',
    sequence: recogniseSequence(ordered[0]?.header.sequence ?? {}),
    warnings: [...admission.warnings, ...reformatted, ...lossy, ...upright.warnings],
  };
}
