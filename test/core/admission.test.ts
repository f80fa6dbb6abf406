import { describe, expect, test } from '@jest/globals';
import type { LacunaErrorCode } from '@lacuna/core/errors.ts';
import { admitSeries, type SliceHeader } from '@lacuna/core/imaging/admission.ts';
import type { SliceGeometry, Vec3, Vec6 } from '@lacuna/core/imaging/series.ts';

const AXIAL: Vec6 = [1, 0, 0, 0, 1, 0];

function header(
  z: number,
  geometry: Partial<SliceGeometry> = {},
  rest: Partial<SliceHeader> = {},
): SliceHeader {
  return {
    key: `slice at ${z}`,
    modality: 'MR',
    samplesPerPixel: 1,
    photometricInterpretation: 'MONOCHROME2',
    frameOfReferenceUID: '1.2.3',
    imageType: ['ORIGINAL', 'PRIMARY', 'M', 'NONE'],
    geometry: {
      rows: 256,
      columns: 256,
      rowSpacingMm: 0.9,
      columnSpacingMm: 0.9,
      imagePositionPatient: [-115, -115, z],
      imageOrientationPatient: AXIAL,
      ...geometry,
    },
    ...rest,
  };
}
const stack = (positions: readonly number[], change: (z: number) => SliceHeader = header) =>
  positions.map((z) => change(z));

function admitted(headers: readonly SliceHeader[]) {
  const admission = admitSeries(headers);
  if (admission.kind === 'refused') throw admission.error;
  return admission;
}

describe('order', () => {
  test.each([
    ['ascending', [0, 5, 10, 15]],
    ['descending', [15, 10, 5, 0]],
    ['shuffled', [10, 0, 15, 5]],
  ])('%s positions come out feet to head', (_, positions) => {
    const { order, warnings } = admitted(stack(positions));
    expect(order.map((i) => positions[i])).toEqual([0, 5, 10, 15]);
    expect(warnings).toEqual([]);
  });

  test('a normal that points to the feet does not turn the series over', () => {
    const flipped = (z: number) => header(z, { imageOrientationPatient: [1, 0, 0, 0, -1, 0] });
    expect(admitted(stack([20, 0, 10], flipped)).order).toEqual([1, 2, 0]);
  });

  test('an oblique stack is ordered along its own normal', () => {
    const c = Math.cos(0.4);
    const s = Math.sin(0.4);
    // Along the normal the first slice is higher, although its z is smaller: its plane lies farther to the front.
    const oblique = (p: Vec3) =>
      header(p[2], { imagePositionPatient: p, imageOrientationPatient: [1, 0, 0, 0, c, s] });
    expect(admitted([oblique([0, -100, 0]), oblique([0, 0, 10])]).order).toEqual([1, 0]);
  });

  test('one slice is a series', () => {
    expect(admitted([header(3)])).toMatchObject({ order: [0], warnings: [] });
  });
});

describe('warnings', () => {
  test('a missing slice is told, and the series admitted', () => {
    const { warnings } = admitted(stack([0, 5, 10, 20, 25]));
    expect(warnings).toHaveLength(1);
    expect(warnings[0]).toContain('10.0 mm');
  });

  test('differing matrix sizes are told', () => {
    expect(admitted([header(0), header(5, { rows: 200 })]).warnings[0]).toContain('matrix');
  });

  test('rounding of positions is no gap', () => {
    expect(admitted(stack([0, 5.001, 10, 14.998])).warnings).toEqual([]);
  });
});

describe('refusals', () => {
  const sagittal: Vec6 = [0, 1, 0, 0, 0, -1];
  const coronal: Vec6 = [1, 0, 0, 0, 0, -1];
  const tilted = (degrees: number): Vec6 => {
    const angle = (degrees * Math.PI) / 180;
    return [1, 0, 0, 0, Math.cos(angle), Math.sin(angle)];
  };
  const nan = Number.NaN;
  const table: [string, LacunaErrorCode, SliceHeader[]][] = [
    ['an empty series', 'no-geometry', []],
    ['CT', 'not-mr', [header(0, {}, { modality: 'CT' })]],
    ['no modality', 'not-mr', [header(0, {}, { modality: undefined })]],
    [
      'hostile modality',
      'not-mr',
      [header(0, {}, { modality: '<img src=x onerror=alert(1)>'.repeat(3000) })],
    ],
    ['three samples', 'colour', [header(0, {}, { samplesPerPixel: 3 })]],
    ['a palette', 'colour', [header(0, {}, { photometricInterpretation: 'PALETTE COLOR' })]],
    ['RGB', 'colour', [header(0, {}, { photometricInterpretation: 'RGB', samplesPerPixel: undefined })]],
    ['a localiser', 'not-axial', [header(0, {}, { imageType: ['ORIGINAL', 'PRIMARY', 'LOCALIZER'] })]],
    ['sagittal', 'not-axial', [header(0, { imageOrientationPatient: sagittal })]],
    ['coronal', 'not-axial', [header(0, { imageOrientationPatient: coronal })]],
    ['46 degrees', 'not-axial', [header(0, { imageOrientationPatient: tilted(46) })]],
    ['no geometry', 'no-geometry', [header(0, {}, { geometry: undefined })]],
    ['no position', 'no-geometry', [header(0, { imagePositionPatient: undefined })]],
    ['a NaN position', 'no-geometry', [header(0, { imagePositionPatient: [0, nan, 0] })]],
    ['an infinite position', 'no-geometry', [header(0, { imagePositionPatient: [0, 0, Infinity] })]],
    ['a far position', 'no-geometry', [header(0, { imagePositionPatient: [0, 0, 1e9] })]],
    ['two coordinates', 'no-geometry', [header(0, { imagePositionPatient: [0, 0] as unknown as Vec3 })]],
    ['no orientation', 'no-geometry', [header(0, { imageOrientationPatient: undefined })]],
    ['a zero orientation', 'no-geometry', [header(0, { imageOrientationPatient: [0, 0, 0, 0, 0, 0] })]],
    [
      'a sheared orientation',
      'no-geometry',
      [header(0, { imageOrientationPatient: [1, 0, 0, 0.5, 0.866, 0] })],
    ],
    ['a long orientation', 'no-geometry', [header(0, { imageOrientationPatient: [2, 0, 0, 0, 2, 0] })]],
    ['spacing 0', 'no-geometry', [header(0, { rowSpacingMm: 0 })]],
    ['negative spacing', 'no-geometry', [header(0, { columnSpacingMm: -1 })]],
    ['NaN spacing', 'no-geometry', [header(0, { columnSpacingMm: nan })]],
    ['infinite spacing', 'no-geometry', [header(0, { columnSpacingMm: Infinity })]],
    ['0 rows', 'no-geometry', [header(0, { rows: 0 })]],
    ['2.5 columns', 'no-geometry', [header(0, { columns: 2.5 })]],
    ['a billion rows', 'no-geometry', [header(0, { rows: 1e9 })]],
    ['1 x 1', 'too-small', [header(0, { rows: 1, columns: 1 })]],
    ['23 rows', 'too-small', [header(0, { rows: 23, rowSpacingMm: 9 })]],
    ['a small field of view', 'too-small', [header(0, { rowSpacingMm: 0.3 })]],
    [
      'mixed orientation',
      'mixed-orientation',
      [header(0), header(5, { imageOrientationPatient: tilted(3) })],
    ],
    ['mixed frames', 'mixed-frame-of-reference', [header(0), header(5, {}, { frameOfReferenceUID: '9.9' })]],
    [
      'a frame missing in one',
      'mixed-frame-of-reference',
      [header(0), header(5, {}, { frameOfReferenceUID: undefined })],
    ],
    ['the same position twice', 'duplicate-position', [header(0), header(5), header(5.001)]],
    [
      'one bad slice in a good series',
      'no-geometry',
      [...stack([0, 5, 10]), header(15, { rows: undefined })],
    ],
  ];

  test.each(table)('%s', (_, code, headers) => {
    const admission = admitSeries(headers);
    expect(admission.kind).toBe('refused');
    if (admission.kind !== 'refused') return;
    expect(admission.error.code).toBe(code);
    expect(admission.error.message).toMatch(/^[A-Z].{20,400}\.$/s); // a sentence, not a dump
    expect(admission.error.message).not.toContain('slice at'); // no key, so no UID, in a message
  });

  test('the limits themselves are admitted', () => {
    expect(admitSeries([header(0, { imageOrientationPatient: tilted(44.9) })]).kind).toBe('admitted');
    expect(
      admitSeries([header(0, { rows: 24, columns: 24, rowSpacingMm: 8, columnSpacingMm: 8 })]).kind,
    ).toBe('admitted');
    expect(
      admitSeries([header(0, { rows: 4096, columns: 4096, rowSpacingMm: 0.06, columnSpacingMm: 0.06 })]).kind,
    ).toBe('admitted');
    expect(admitSeries([header(0, {}, { photometricInterpretation: 'MONOCHROME1' })]).kind).toBe('admitted');
  });
});
