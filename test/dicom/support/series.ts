import type { Vec3, Vec6 } from '@lacuna/core/imaging/series.ts';
import type { SourceInstance } from '@lacuna/core/dicom/source.ts';

export const PLANES = [
  'axial',
  'oblique',
  'double-oblique',
  'sagittal',
  'coronal',
  'sagittal-oblique',
] as const;
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
/** Row and column direction before turning: +x +y, or as sagittal and coronal images are stored. */
const AXES = {
  axial: [1, 0, 0, 0, 1, 0],
  sagittal: [0, 1, 0, 0, 0, -1],
  coronal: [1, 0, 0, 0, 0, -1],
} as const;
const TURNED: Readonly<Record<SeriesShape['plane'], readonly [keyof typeof AXES, number, number]>> = {
  axial: ['axial', 0, 0],
  oblique: ['axial', 17, 0],
  'double-oblique': ['axial', -11, 23],
  sagittal: ['sagittal', 0, 0],
  coronal: ['coronal', 0, 0],
  'sagittal-oblique': ['sagittal', 9, -14],
};

/** Row and column directions after turning about +x and then about +y, degrees; six decimals, as scanners write them. */
export function orientationOf(plane: SeriesShape['plane']): Vec6 {
  const [axes, aboutX, aboutY] = TURNED[plane];
  const [a, b] = [aboutX, aboutY].map((degrees) => (degrees * Math.PI) / 180) as [number, number];
  const turn = ([x, y, z]: readonly number[]) => {
    const [ty, tz] = [y! * Math.cos(a) - z! * Math.sin(a), y! * Math.sin(a) + z! * Math.cos(a)];
    return [x! * Math.cos(b) + tz * Math.sin(b), ty, -x! * Math.sin(b) + tz * Math.cos(b)];
  };
  const turned = [...turn(AXES[axes].slice(0, 3)), ...turn(AXES[axes].slice(3))];
  return turned.map((v) => Number(v.toFixed(6)) + 0) as unknown as Vec6;
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
