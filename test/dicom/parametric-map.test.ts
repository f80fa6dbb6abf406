/** Parametric Maps over every kind of stack, and every fault put into a good one. */
import { describe, expect, test } from '@jest/globals';
import { decodeParametricMap } from '@lacuna/core/dicom/parametric-map-file.ts';
import { verifyParametricMap } from '@lacuna/core/dicom/parametric-map-verifier.ts';
import { writeParametricMap } from '@lacuna/core/dicom/parametric-map-writer.ts';
import { releaseParametricMap } from '@lacuna/core/dicom/release-parametric-map.ts';
import { grid } from './support/grid.ts';
import { mapRequest, randomMaps } from './support/map-request.ts';
import { PLAIN, seriesOf } from './support/series.ts';
import { type Elements, frameItems, itemsOf, set, tamper } from './support/tamper.ts';

type Change = Parameters<typeof tamper>[1];
const HEALTHY = { mean: 0.0125, sd: 0.0473 };

describe('a written Parametric Map', () => {
  test.each(grid)('lies on its source, value for value: %s', (_, shape) => {
    const source = seriesOf(shape);
    const maps = randomMaps(source, 5, [1]);
    const released = releaseParametricMap(mapRequest(source, maps, { healthy: HEALTHY }));
    if (released.kind !== 'written') throw new Error(released.sentence);
    expect(released.frames).toBe(shape.count - 1);
    // the verifier has no say in this comparison
    expect(decodeParametricMap(released.bytes, source)).toEqual(maps);
  });

  const source = seriesOf(PLAIN);

  test('keeps slices of zeros, which were analysed, apart from those that were not', () => {
    const maps = source.map(({ rows, columns }, i) => (i < 2 ? null : new Float32Array(rows * columns)));
    const released = releaseParametricMap(mapRequest(source, maps));
    expect(released).toMatchObject({ kind: 'written', frames: 4 });
  });

  test('is not written when no slice was analysed', () => {
    expect(
      releaseParametricMap(
        mapRequest(
          source,
          source.map(() => null),
        ),
      ).kind,
    ).toBe('empty');
  });

  test.each([NaN, Infinity, -Infinity])('is refused with a value of %d', (value) => {
    const maps = randomMaps(source, 2);
    maps[3]![7] = value;
    expect(() => releaseParametricMap(mapRequest(source, maps))).toThrow(
      expect.objectContaining({ code: 'bad-output' }),
    );
  });

  test.each([
    { mean: 0, sd: 0 },
    { mean: NaN, sd: 1 },
    { mean: 0, sd: Infinity },
  ])('is refused with the calibration %j', (healthy) =>
    expect(() => writeParametricMap(mapRequest(source, randomMaps(source, 2), { healthy }))).toThrow(
      expect.objectContaining({ code: 'invalid-argument' }),
    ),
  );
});

const source = seriesOf({ ...PLAIN, plane: 'oblique', gaps: [5, 6] });
const request = mapRequest(source, randomMaps(source, 9), { healthy: HEALTHY });

function goodBytes(): Uint8Array {
  const written = writeParametricMap(request);
  if (written.kind !== 'written') throw new Error(written.sentence);
  return written.bytes;
}

const shared = (file: Parameters<Change>[0]) => itemsOf(file.dict, '52009229')[0]!;
const mapping = (file: Parameters<Change>[0], i: number) => itemsOf(shared(file), '00409096')[i];
const place = (frame: Elements) => itemsOf(frame, '00209113')[0]!;

const faults: readonly [string, RegExp, Change][] = [
  [
    'mirrored frame positions',
    /mm away from the image/,
    (file) => {
      const values = frameItems(file)
        .map((frame) => place(frame)['00200032']!.Value)
        .reverse();
      frameItems(file).forEach((frame, i) => set(place(frame), '00200032', ...values[i]!));
    },
  ],
  [
    'two frames exchanged',
    /differs from its map in/,
    (file) => {
      const [first, second, ...others] = frameItems(file);
      set(file.dict, '52009230', second, first, ...others);
    },
  ],
  [
    'a reference to another series',
    /exactly one image/,
    (file) => {
      const derivation = itemsOf(frameItems(file)[0], '00089124')[0];
      set(itemsOf(derivation, '00082112')[0], '00081155', '2.25.4711');
    },
  ],
  ['another slope of the z-score', /z-scores/, (file) => set(mapping(file, 1), '00409225', 21)],
  ['no z-score', /z-scores/, (file) => set(shared(file), '00409096', mapping(file, 0))],
  ['a scaled first mapping', /not the stored map itself/, (file) => set(mapping(file, 0), '00409225', 2)],
  ['other units', /without units/, (file) => set(itemsOf(mapping(file, 0), '004008EA')[0], '00080100', 'mm')],
  [
    'a rescale slope',
    /must not be rescaled/,
    (file) => set(itemsOf(shared(file), '00289145')[0], '00281053', 2),
  ],
  ['no provenance', /what parameters/, (file) => delete file.dict['0018A001']],
  ['another patient', /PatientID/, (file) => set(file.dict, '00100020', 'LACUNA-2')],
  ['another class', /SOPClassUID/, (file) => set(file.dict, '00080016', '1.2.840.10008.5.1.4.1.1.4')],
];

describe('the verifier of maps', () => {
  test('accepts the good file', () =>
    expect(verifyParametricMap(goodBytes(), source, request)).toEqual({ kind: 'verified', frames: 6 }));

  test.each(faults)('detects %s', (_, finding, change) => {
    const verification = verifyParametricMap(tamper(goodBytes(), change), source, request);
    expect(verification.kind === 'rejected' && verification.findings.join('\n')).toMatch(finding);
  });

  test.each([1e-6, NaN])('detects one value that is %d off', (off) => {
    const bytes = goodBytes();
    const view = new DataView(bytes.buffer, bytes.length - 4 * 30, 4);
    view.setFloat32(0, view.getFloat32(0, true) + off, true);
    const verification = verifyParametricMap(bytes, source, request);
    expect(verification).toMatchObject({
      kind: 'rejected',
      findings: ['Frame 6 differs from its map in 1 values.'],
    });
  });

  test('detects a slice that is not there', () => {
    const { maps } = request;
    const fewer = writeParametricMap({ ...request, maps: maps.map((map, i) => (i === 2 ? null : map)) });
    if (fewer.kind !== 'written') throw new Error(fewer.sentence);
    expect(verifyParametricMap(fewer.bytes, source, request)).toMatchObject({
      findings: ['Slice 3 is missing.'],
    });
  });

  test.each([0, 131, 400, 2000, goodBytes().length - 2])('rejects the file cut to %d bytes', (length) =>
    expect(verifyParametricMap(goodBytes().slice(0, length), source, request).kind).toBe('rejected'),
  );

  test('lets nothing leave that differs', () => {
    expect(() =>
      releaseParametricMap(request, () => {
        const written = writeParametricMap(request);
        if (written.kind === 'written') written.bytes[written.bytes.length - 3]! ^= 0x40;
        return written;
      }),
    ).toThrow(expect.objectContaining({ code: 'verification-failed' }));
  });
});
