import { LacunaError } from '@lacuna/core/errors.ts';
import type { SourceCase } from '../source-case.ts';
import type { CaseTruthRegions } from './case-method.ts';
import type { CaseInput, CaseRecord, CaseSlice } from './case-types.ts';

/** What the parts of a record have in common. */
export interface Collected {
  regions: CaseTruthRegions;
  voxelMl: number;
  scored: number;
  brainPixels: number;
}

/** The image as the record describes it. @throws LacunaError `no-geometry` */
export function caseImage({ kind, source }: SourceCase, intensityMedian: number): CaseRecord['image'] {
  const first = source.slices[0]?.geometry;
  const last = source.slices.at(-1)?.geometry;
  if (!first || !last) throw new LacunaError('no-geometry', 'The series has no images.');
  const apart = Math.hypot(...first.imagePositionPatient.map((v, d) => last.imagePositionPatient[d]! - v));
  const gaps = source.slices.length - 1;
  // a single slice has no distance to another: its area counts as if it were 1 mm thick
  const sliceSpacingMm = gaps > 0 ? apart / gaps : 1;
  return {
    kind,
    slices: source.slices.length,
    rows: first.rows,
    columns: first.columns,
    rowSpacingMm: first.rowSpacingMm,
    columnSpacingMm: first.columnSpacingMm,
    sliceSpacingMm,
    voxelMl: (first.rowSpacingMm * first.columnSpacingMm * sliceSpacingMm) / 1000,
    intensityMedian,
  };
}

export function caseTruth(
  { truth }: CaseInput,
  slices: readonly CaseSlice[],
  { regions, voxelMl, scored, brainPixels }: Collected,
): CaseRecord['truth'] {
  const pixels = regions.sizes.reduce((sum, size, label) => (label === 0 ? 0 : sum + size), 0);
  return {
    kind: truth.kind === 'dicomweb-seg' ? 'dicom-seg' : truth.kind,
    pixels,
    ml: pixels * voxelMl,
    slicesWithTruth: slices.filter(({ truthPixels }) => truthPixels > 0).length,
    lesionsMl: regions.lesions.map((label) => regions.sizes[label]! * voxelMl),
    // scored are brain and truth together, so what is not brain is truth outside of it
    outsideBrain: pixels === 0 ? null : (scored - brainPixels) / pixels,
  };
}
