import path from 'node:path';
import { LacunaError } from '@lacuna/core/errors.ts';
import { admitSeries } from '@lacuna/core/imaging/admission.ts';
import { assignAxes } from '@lacuna/core/imaging/axis-assignment.ts';
import { MAX_REFORMAT_MM } from '@lacuna/core/imaging/reformat-rule.ts';
import type { SliceGeometry, SourceSeries, SourceSlice, Vec3 } from '@lacuna/core/imaging/series.ts';
import { affineOf } from './nifti-affine.ts';
import { readNiftiBytes } from './nifti-bytes.ts';
import type { Affine, NiftiGrid } from './nifti-grid.ts';
import { type NiftiHeader, readNiftiHeader } from './nifti-header.ts';
import { decodeVoxels } from './nifti-voxels.ts';

export interface NiftiVolume {
  source: SourceSeries;
  /** Where each pixel of `source` lies in the file. */
  grid: NiftiGrid;
  warnings: readonly string[];
}

/** In-plane voxels this much longer than the slices are thick come from a coronal or sagittal acquisition. */
const THICK_RATIO = 2;

/** One voxel axis of the file as seen from the patient: DICOM's LPS, mm per voxel, already turned the right way. */
interface Axis {
  step: Vec3;
  /** Voxels to the next one along this axis; negative where the axis runs against the patient's. */
  stride: number;
  length: number;
  flipped: boolean;
}

/**
 * Reads a NIfTI volume as axial slices, feet to head, columns to the patient's left, rows to the back, whatever the order
 * and direction of the axes in the file. A slice's key is its index along the file's own axis.
 * @throws LacunaError `corrupt-file` | `colour` | `invalid-argument` | `no-geometry` | `not-axial` | `too-small` | `cancelled`
 */
export async function readNifti(file: string, signal?: AbortSignal): Promise<NiftiVolume> {
  const sizeOf = (head: Uint8Array) => {
    const { voxOffset, voxelCount, bytesPerVoxel } = readNiftiHeader(head);
    return voxOffset + voxelCount * bytesPerVoxel;
  };
  const bytes = await readNiftiBytes(file, sizeOf, signal);
  const header = readNiftiHeader(bytes.subarray(0, Math.min(bytes.length, 544)));
  return toSeries(caseStem(file), header, bytes);
}

/** File name without .nii or .nii.gz. */
export function caseStem(file: string): string {
  return path.basename(file).replace(/\.nii(\.gz)?$/i, '');
}

function toSeries(key: string, header: NiftiHeader, bytes: Uint8Array): NiftiVolume {
  const affine = affineOf(header.geometry);
  const [columns, rows, slices] = patientAxes(affine, header.geometry.dims);
  const grid: NiftiGrid = {
    geometry: header.geometry,
    start: [columns, rows, slices].reduce(
      (sum, axis) => sum + (axis.flipped ? -axis.stride * (axis.length - 1) : 0),
      0,
    ),
    columnStep: columns.stride,
    rowStep: rows.stride,
    sliceStep: slices.stride,
  };
  const { values, notNumbers } = decodeVoxels(header, bytes);
  const origin = firstVoxel(affine, columns, rows, slices);
  const out: SourceSlice[] = [];
  for (let s = 0; s < slices.length; s++) {
    const pixels = new Float32Array(rows.length * columns.length);
    for (let r = 0, i = 0; r < rows.length; r++) {
      const line = grid.start + s * slices.stride + r * rows.stride;
      for (let c = 0; c < columns.length; c++) pixels[i++] = values[line + c * columns.stride]!;
    }
    out.push({
      key: String(slices.flipped ? slices.length - 1 - s : s),
      geometry: geometryAt(origin, s, columns, rows, slices),
      pixels,
    });
  }
  const admission = admitSeries(
    out.map(({ key: sliceKey, geometry }) => ({ key: sliceKey, modality: 'MR', geometry })),
  );
  if (admission.kind === 'refused') throw admission.error;
  const warnings = [...admission.warnings];
  const longest = Math.max(Math.hypot(...columns.step), Math.hypot(...rows.step));
  if (longest > MAX_REFORMAT_MM && longest > THICK_RATIO * Math.hypot(...slices.step))
    throw new LacunaError(
      'not-axial',
      'The volume was not acquired in axial slices and is not three-dimensional: within axial slices its voxels are long. Choose an axial or a three-dimensional FLAIR.',
    );
  if (notNumbers > 0)
    warnings.push(`${notNumbers} voxels of the file are not numbers (NaN or infinite); they were read as 0.`);
  return { source: { key, slices: out }, grid, warnings };
}

/** The file's axes in the order columns, rows, slices, by the assignment that fits left, back and head best. */
function patientAxes(affine: Affine, dims: readonly number[]): [Axis, Axis, Axis] {
  const steps = [0, 1, 2].map((axis): Vec3 => [-affine[0][axis]!, -affine[1][axis]!, affine[2][axis]!]);
  const directions = steps.map((step) => step.map((v) => v / Math.hypot(...step)) as unknown as Vec3);
  const axes = assignAxes(directions).map((axis, direction): Axis => {
    const flipped = steps[axis]![direction]! < 0;
    const sign = flipped ? -1 : 1;
    const stride = dims.slice(0, axis).reduce((product, n) => product * n, 1);
    const step: Vec3 = [sign * steps[axis]![0], sign * steps[axis]![1], sign * steps[axis]![2]];
    return { step, stride: sign * stride, length: dims[axis]!, flipped };
  });
  return axes as [Axis, Axis, Axis];
}

/** LPS position of the first pixel of the lowest slice. */
function firstVoxel(affine: Affine, ...axes: readonly Axis[]): Vec3 {
  const lps = [-affine[0][3], -affine[1][3], affine[2][3]] as const;
  const at = (d: 0 | 1 | 2) =>
    axes.reduce((sum, { flipped, step, length }) => sum - (flipped ? step[d] * (length - 1) : 0), lps[d]);
  return [at(0), at(1), at(2)];
}

function geometryAt(origin: Vec3, slice: number, columns: Axis, rows: Axis, slices: Axis): SliceGeometry {
  const columnSpacingMm = Math.hypot(...columns.step);
  const rowSpacingMm = Math.hypot(...rows.step);
  const [rowDirection, columnDirection] = [
    columns.step.map((v) => v / columnSpacingMm),
    rows.step.map((v) => v / rowSpacingMm),
  ];
  if (rowDirection.length !== 3 || columnDirection.length !== 3)
    throw new LacunaError('no-geometry', 'The volume has no proper axes.');
  return {
    rows: rows.length,
    columns: columns.length,
    rowSpacingMm,
    columnSpacingMm,
    imagePositionPatient: [0, 1, 2].map((d) => origin[d]! + slice * slices.step[d]!) as unknown as Vec3,
    imageOrientationPatient: [
      ...rowDirection,
      ...columnDirection,
    ] as unknown as SliceGeometry['imageOrientationPatient'],
  };
}
