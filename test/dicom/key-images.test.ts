/** Key images: what is drawn, what the objects say, and that every fault put into one is seen. */
import { describe, expect, test } from '@jest/globals';
import dicomParser from 'dicom-parser';
import { verifyKeyImage } from '@lacuna/core/dicom/key-image-verifier.ts';
import { writeKeyImages } from '@lacuna/core/dicom/key-image-writer.ts';
import { releaseKeyImages } from '@lacuna/core/dicom/release-key-images.ts';
import { edgeLetters } from '@lacuna/core/key-images/orientation-letters.ts';
import { drawable } from '@lacuna/core/key-images/font.ts';
import { renderKeyImage } from '@lacuna/core/key-images/render.ts';
import { keyImageRequest } from './support/key-image-request.ts';
import { orientationOf, PLAIN, PLANES, seriesOf } from './support/series.ts';
import { itemsOf, tamper } from './support/tamper.ts';

const source = seriesOf({ ...PLAIN, rows: 20, columns: 30, pixelSpacing: [1.8, 0.9] });
const request = keyImageRequest(source);

describe('a drawn key image', () => {
  const geometry = { ...source[0]!, rowSpacingMm: 1.8, columnSpacingMm: 0.9 };
  const pixels = Float32Array.from({ length: 600 }, (_, i) => i);
  const mask = new Uint8Array(600).fill(1, 310, 320);
  const draw = (outlines: Parameters<typeof renderKeyImage>[0]['outlines']) =>
    renderKeyImage({ pixels, geometry, outlines, lines: ['one', 'two'] });

  test('has square pixels and bands for the text', () => {
    const { rows, columns } = draw([]);
    // 20 x 1.8 mm high, 30 x 0.9 mm wide: 40 x 30 units of 0.9 mm, each at least 512/40 pixels
    expect(rows).toBe(40 * 13 + 3 * 22);
    expect(columns).toBeGreaterThanOrEqual(30 * 13);
  });

  test('outlines the region in its colour and leaves the rest as it is', () => {
    const without = draw([]).rgb;
    const { rgb, columns } = draw([{ mask, colour: [255, 176, 0] }]);
    const changed = new Set<number>();
    for (let i = 0; i < rgb.length; i++) if (rgb[i] !== without[i]) changed.add(Math.floor(i / 3 / columns));
    // row 10 of 20: 26 picture rows from 22 + 260 on
    expect(Math.min(...changed)).toBe(22 + 260);
    expect(Math.max(...changed)).toBe(22 + 285);
  });

  test('shows any text in capitals', () => expect(drawable('Größe 3,5 – naïve')).toBe('GROSSE 3,5 ? NAIVE'));

  test.each(PLANES.map((plane) => [plane] as const))('names the edges: %s', (plane) => {
    const expected = {
      axial: ['R', 'L', 'A', 'P'],
      oblique: ['R', 'L', 'AF', 'PH'],
      'double-oblique': ['RH', 'LF', 'A', 'P'],
      sagittal: ['A', 'P', 'H', 'F'],
      coronal: ['R', 'L', 'H', 'F'],
      'sagittal-oblique': ['A', 'P', 'H', 'F'],
    }[plane];
    const { left, right, top, bottom } = edgeLetters(orientationOf(plane));
    expect([left, right, top, bottom]).toEqual(expected);
  });
});

describe('written key images', () => {
  const released = releaseKeyImages(request);
  if (released.kind !== 'written') throw new Error(released.sentence);
  const [first] = released.objects;

  test('are one series, each of its own source image', () => {
    expect(released.objects).toHaveLength(request.images.length);
    expect(new Set(released.objects.map(({ seriesInstanceUID }) => seriesInstanceUID)).size).toBe(1);
    const shown = released.objects.map(({ bytes }) =>
      dicomParser.parseDicom(bytes).elements.x00082112!.items![0]!.dataSet!.string('x00081155'),
    );
    expect(shown).toEqual(request.images.map(({ sliceIndex }) => source[sliceIndex]!.sopInstanceUID));
  });

  test('are not written without a region', () =>
    expect(releaseKeyImages({ ...request, images: [] }).kind).toBe('empty'));

  const findings = (bytes: Uint8Array) => {
    const result = verifyKeyImage(bytes, source, request.images[0]);
    return result.kind === 'rejected' ? result.findings.join('\n') : '';
  };

  test('pass their verifier', () => expect(findings(first!.bytes)).toBe(''));

  test.each<[string, RegExp, Parameters<typeof tamper>[1]]>([
    ['annotations denied', /BurnedIn/, ({ dict }) => (dict['00280301']!.Value = ['NO'])],
    ['an original', /ImageType/, ({ dict }) => (dict['00080008']!.Value = ['ORIGINAL', 'PRIMARY'])],
    ['no notice', /DerivationDescription/, ({ dict }) => (dict['00082111']!.Value = ['a picture'])],
    [
      'another source',
      /does not refer/,
      ({ dict }) => (itemsOf(dict, '00082112')[0]!['00081155']!.Value = ['2.25.4711']),
    ],
    ['another patient', /PatientID/, ({ dict }) => (dict['00100020']!.Value = ['LACUNA-2'])],
    ['no parameters', /what parameters/, ({ dict }) => delete dict['0018A001']],
    [
      'another pixel',
      /differs from the one that was drawn/,
      ({ dict }) => (new Uint8Array(dict['7FE00010']!.Value[0] as ArrayBuffer)[30_000]! ^= 1),
    ],
    [
      'the notice painted over',
      /No notice is burned in/,
      ({ dict }) => new Uint8Array(dict['7FE00010']!.Value[0] as ArrayBuffer).fill(0),
    ],
  ])('are rejected with %s', (_, finding, change) =>
    expect(findings(tamper(first!.bytes, change))).toMatch(finding),
  );

  test('do not leave when one differs', () => {
    const faulty: typeof writeKeyImages = (asked) => {
      const written = writeKeyImages(asked);
      if (written.kind === 'empty') return written;
      const objects = written.objects.map((object, i) =>
        i === 1 ? { ...object, bytes: object.bytes.map((v, at) => (at === 9000 ? v ^ 1 : v)) } : object,
      );
      return { ...written, objects };
    };
    expect(() => releaseKeyImages(request, faulty)).toThrow(
      expect.objectContaining({ code: 'verification-failed' }),
    );
  });
});
