import { createHash } from 'node:crypto';
import fs from 'node:fs';
import path from 'node:path';
import { pipeline } from 'node:stream/promises';
import { decodeSegmentation } from '@lacuna/core/dicom/decode-segmentation.ts';
import { LacunaError } from '@lacuna/core/errors.ts';
import type { SourceSeries, SourceSlice } from '@lacuna/core/imaging/series.ts';
import { filesBelow, readWithin } from '../folder-files.ts';
import { readNifti } from '../nifti-volume.ts';
import { openCase, type SourceCase } from '../source-case.ts';
import type { CaseInput, FileCaseInput } from './case-types.ts';
import { withCaseFiles } from './fetched-case.ts';

export interface LoadedCase {
  source: SourceCase;
  /** One plane per slice of the series, 1 in the truth; none for a case that counts as healthy. */
  truth: readonly Uint8Array[] | undefined;
  warnings: readonly string[];
}

const MAX_SEG_BYTES = 1024 * 1024 * 1024;
/** Same place: writers round origins and steps; half a millimetre is less than a voxel of any set. */
const SAME_PLACE_MM = 0.5;
/** Labels are whole numbers, and a probability of more than a half is inside. */
const INSIDE = 0.5;

/**
 * Reads image and truth of a case.
 * @throws LacunaError the refusals of the readers; `verification-failed` when truth and image do not lie in the same place
 */
export async function readCase(root: string, input: CaseInput, signal?: AbortSignal): Promise<LoadedCase> {
  return withCaseFiles(root, input, signal, async (folder, files) => {
    if (input.image.kind === 'dicomweb') fetchedHashes.set(input, await hashOfFiles(folder, files));
    return readFiles(folder, files, signal);
  });
}

async function readFiles(root: string, input: FileCaseInput, signal?: AbortSignal): Promise<LoadedCase> {
  const at = (relative: string) => path.join(root, ...relative.split('/'));
  const { image, truth } = input;
  const source = await openCase(at(image.kind === 'nifti' ? image.file : image.folder), {}, signal);
  if (source.view)
    throw new LacunaError(
      'not-axial',
      `The series is ${source.view.plane}; cases are compared slice by slice with their truth, which takes axial series. Convert it to NIfTI, whose voxels are read as axial slices.`,
    );
  const warnings = [...source.warnings];
  if (truth.kind === 'none') return { source, truth: undefined, warnings };
  if (truth.kind === 'nifti') {
    const mask = await readNifti(at(truth.file), signal).catch((thrown: unknown) => {
      throw thrown instanceof LacunaError && thrown.code !== 'cancelled'
        ? new LacunaError(thrown.code, `The mask cannot be used: ${thrown.message}`, thrown.evidence)
        : thrown;
    });
    warnings.push(...mask.warnings.map((warning) => `Mask: ${warning}`));
    return { source, truth: planesInPlace(source.source, mask.source), warnings };
  }
  const segments = decodeSegmentation(
    new Uint8Array(await readWithin(at(truth.file), MAX_SEG_BYTES)),
    source.instances ?? [],
  );
  if (segments.length > 1)
    warnings.push(`The DICOM SEG holds ${segments.length} segments; the truth is all of them together.`);
  const planes = source.source.slices.map(({ pixels }, index) => {
    const plane = new Uint8Array(pixels.length);
    for (const { masks } of segments) masks[index]?.forEach((value, i) => (plane[i]! |= value));
    return plane;
  });
  return { source, truth: planes, warnings };
}

/** @throws LacunaError `verification-failed` */
function planesInPlace(image: SourceSeries, mask: SourceSeries): Uint8Array[] {
  const refuse = (what: string): never => {
    throw new LacunaError(
      'verification-failed',
      `The mask does not lie where the image lies (${what}). Resample it to the image first.`,
    );
  };
  if (mask.slices.length !== image.slices.length)
    refuse(`${mask.slices.length} slices instead of ${image.slices.length}`);
  return image.slices.map((slice, index) => {
    const other = mask.slices[index]!;
    const [a, b] = [slice.geometry, other.geometry];
    if (a.rows !== b.rows || a.columns !== b.columns)
      refuse(`${b.columns} x ${b.rows} pixels instead of ${a.columns} x ${a.rows}`);
    const apart = Math.max(...corners(slice).map((corner, k) => distance(corner, corners(other)[k]!)));
    if (!(apart <= SAME_PLACE_MM)) refuse(`slice ${index + 1} is ${apart.toFixed(1)} mm away`);
    const plane = new Uint8Array(other.pixels.length);
    for (let i = 0; i < plane.length; i++) if (other.pixels[i]! > INSIDE) plane[i] = 1;
    return plane;
  });
}

/** First pixel, end of the first row, end of the first column, mm. */
function corners({ geometry: g }: SourceSlice): number[][] {
  const along = (offset: 0 | 3, mm: number) =>
    g.imagePositionPatient.map((v, d) => v + g.imageOrientationPatient[offset + d]! * mm);
  return [
    [...g.imagePositionPatient],
    along(0, (g.columns - 1) * g.columnSpacingMm),
    along(3, (g.rows - 1) * g.rowSpacingMm),
  ];
}

const distance = (a: readonly number[], b: readonly number[]) => Math.hypot(...a.map((v, i) => v - b[i]!));

/** What a case that was read from DICOMweb consisted of, until it is asked for: the hash is of what was read, and nothing is fetched twice. */
const fetchedHashes = new WeakMap<CaseInput, string>();

/**
 * SHA-256 over the bytes of image and truth, so that a case whose files changed is run again. Directly after `readCase` of the same
 * object it is of what was read; else a case behind DICOMweb is fetched for it.
 */
export async function inputHash(root: string, input: CaseInput, signal?: AbortSignal): Promise<string> {
  const fetched = fetchedHashes.get(input);
  fetchedHashes.delete(input);
  return fetched ?? withCaseFiles(root, input, signal, hashOfFiles);
}

async function hashOfFiles(root: string, { image, truth }: FileCaseInput): Promise<string> {
  const at = (relative: string) => path.join(root, ...relative.split('/'));
  const files = image.kind === 'nifti' ? [at(image.file)] : await filesBelow(at(image.folder));
  if (truth.kind !== 'none') files.push(at(truth.file));
  const all = createHash('sha256');
  for (const file of files) {
    const one = createHash('sha256');
    await pipeline(fs.createReadStream(file, { highWaterMark: 1 << 20 }), one);
    all.update(one.digest());
  }
  return all.digest('hex');
}
