import type { Vec3, Vec6 } from '@lacuna/core/imaging/series.ts';
import type { SourceInstance } from '@lacuna/core/dicom/source.ts';

export const PLANES = ['axial', 'oblique', 'double-oblique'] as const;
export const ORDERS = ['ascending', 'descending', 'shuffled'] as const;

export interface SeriesShape {
  plane: (typeof PLANES)[number];
  /** Order in which the instances are given. */
  order: (typeof ORDERS)[number];
  rows: number;
  columns: number;
  /** mm between rows, mm between columns. */
  pixelSpacing: readonly [number, number];
  /** mm between neighbouring slices, repeated cyclically. */
  gaps: readonly number[];
  count: number;
}

export const PLAIN: SeriesShape = {
  plane: 'axial',
  order: 'ascending',
  rows: 7,
  columns: 9,
  pixelSpacing: [0.9375, 0.9375],
  gaps: [5],
  count: 6,
};

export const STUDY = '2.25.1001';
const rotation = { axial: [0, 0], oblique: [17, 0], 'double-oblique': [-11, 23] } as const;

/** Row and column directions after turning about +x and then about +y, degrees; six decimals, as scanners write them. */
export function orientationOf(plane: SeriesShape['plane']): Vec6 {
  const [a, b] = rotation[plane].map((degrees) => (degrees * Math.PI) / 180) as [number, number];
  const column = [Math.sin(a) * Math.sin(b), Math.cos(a), Math.sin(a) * Math.cos(b)];
  return [Math.cos(b), 0, -Math.sin(b), ...column].map((v) => Number(v.toFixed(6))) as unknown as Vec6;
}

/** A series of the shape, its first slice the lowest before ordering. */
export function seriesOf(shape: SeriesShape): SourceInstance[] {
  const orientation = orientationOf(shape.plane);
  const [rx, ry, rz, cx, cy, cz] = orientation;
  const normal: Vec3 = [ry * cz - rz * cy, rz * cx - rx * cz, rx * cy - ry * cx];
  let height = 0;
  const ascending = Array.from({ length: shape.count }, (_, i): SourceInstance => {
    if (i > 0) height += shape.gaps[(i - 1) % shape.gaps.length]!;
    const corner: Vec3 = [-101.234567, -118.5, -37.25];
    return {
      sopInstanceUID: `2.25.77${i + 1}`,
      sopClassUID: '1.2.840.10008.5.1.4.1.1.4',
      studyInstanceUID: STUDY,
      seriesInstanceUID: '2.25.1002',
      frameOfReferenceUID: '2.25.1003',
      instanceNumber: i + 1,
      rows: shape.rows,
      columns: shape.columns,
      pixelSpacing: shape.pixelSpacing,
      imagePositionPatient: corner.map((v, k) =>
        Number((v + height * normal[k]!).toFixed(6)),
      ) as unknown as Vec3,
      imageOrientationPatient: orientation,
      sliceThickness: 4,
      patientName: 'Test^Patient',
      patientID: 'LACUNA-1',
      studyDate: '20260101',
      studyTime: '101112',
      studyID: 'S1',
    };
  });
  if (shape.order === 'ascending') return ascending;
  if (shape.order === 'descending') return ascending.reverse();
  // a fixed permutation without fixed points at the ends: 5 is prime to every count used here
  return ascending.map((_, i) => ascending[(5 * i + 2) % shape.count]!);
}
