/** Label maps: what goes in comes out over every kind of stack, faults are seen, overlap is refused. */
import { describe, expect, test } from '@jest/globals';
import { decodeSegmentation } from '@lacuna/core/dicom/decode-segmentation.ts';
import { verifyLabelMap } from '@lacuna/core/dicom/label-map-verifier.ts';
import { recordedAlgorithms } from '@lacuna/core/dicom/recorded-parameters.ts';
import { releaseSegmentation } from '@lacuna/core/dicom/release.ts';
import { verifySegmentation } from '@lacuna/core/dicom/segmentation-verifier.ts';
import { grid } from './support/grid.ts';
import { randomMasks, requestOf, segmentOf } from './support/request.ts';
import { PLAIN, seriesOf } from './support/series.ts';
import { frameItems, itemsOf, set, tamper } from './support/tamper.ts';

/** Two segments that share no pixel. */
function apart(source: ReturnType<typeof seriesOf>) {
  const first = randomMasks(source, 11, 0.4, [1]);
  const second = randomMasks(source, 12, 0.4, [3]).map(
    (mask, z) => mask && mask.map((value, i) => (first[z]?.[i] ? 0 : value)),
  );
  return [first, second] as const;
}

function released(source = seriesOf(PLAIN)) {
  const [first, second] = apart(source);
  const segments = [segmentOf(first), segmentOf(second, { method: 'diffusion-ad', label: 'Second' })];
  const result = releaseSegmentation(requestOf(source, segments, { encoding: 'labelmap' }));
  if (result.kind !== 'written') throw new Error(result.sentence);
  return { source, masks: [first, second], segments, ...result };
}

describe('a written label map', () => {
  test.each(grid)('lies on its source: %s', (_, shape) => {
    const { bytes, source, masks, frames } = released(seriesOf(shape));
    expect(frames).toBe(shape.count);
    expect(decodeSegmentation(bytes, source).map((segment) => segment.masks)).toEqual(masks);
  });

  test('records its runs without the background', () =>
    expect(recordedAlgorithms(released().bytes).map(({ segmentNumber }) => segmentNumber)).toEqual([1, 2]));

  test('is refused for segments that overlap', () => {
    const source = seriesOf(PLAIN);
    const masks = randomMasks(source, 3);
    const request = requestOf(source, [segmentOf(masks), segmentOf(masks)], { encoding: 'labelmap' });
    expect(() => releaseSegmentation(request)).toThrow(
      expect.objectContaining({ code: 'invalid-argument', message: expect.stringMatching(/overlap/) }),
    );
  });

  test('is no binary segmentation to its verifier, nor the other way', () => {
    const { bytes, source, segments } = released();
    expect(verifySegmentation(bytes, source, segments).kind).toBe('rejected');
    const binary = releaseSegmentation(requestOf(source, segments));
    expect(binary.kind === 'written' && verifyLabelMap(binary.bytes, source, segments).kind).toBe('rejected');
  });
});

describe('the verifier of label maps', () => {
  const { bytes, source, segments } = released();
  const findings = (file: Uint8Array) => {
    const verification = verifyLabelMap(file, source, segments);
    return verification.kind === 'rejected' ? verification.findings.join('\n') : '';
  };

  test('accepts the good file', () => expect(findings(bytes)).toBe(''));

  test('detects one other label', () => {
    const changed = bytes.slice();
    changed[changed.length - 10] = changed[changed.length - 10] === 2 ? 1 : 2;
    expect(findings(changed)).toMatch(/differs from its masks in 1 pixels/);
    changed[changed.length - 10] = 9;
    expect(findings(changed)).toMatch(/no described segment/);
  });

  test.each<[string, RegExp, Parameters<typeof tamper>[1]]>([
    [
      'mirrored positions',
      /mm away from the image/,
      (file) => {
        const [first, last] = [frameItems(file)[0]!, frameItems(file).at(-1)!];
        [first['00209113'], last['00209113']] = [last['00209113']!, first['00209113']!];
      },
    ],
    [
      'another reference',
      /repeats slice/,
      (file) => {
        const [first, second] = frameItems(file);
        second!['00089124'] = first!['00089124']!;
      },
    ],
    ['overlap', /SegmentsOverlap/, (file) => set(file.dict, '00620013', 'YES')],
    ['the background gone', /not the background/, (file) => void itemsOf(file.dict, '00620002').shift()],
    ['another patient', /PatientID/, (file) => set(file.dict, '00100020', 'LACUNA-2')],
    [
      'no parameters',
      /parameters/,
      (file) => delete itemsOf(itemsOf(file.dict, '00620002')[1], '00620007')[0]!['00660032'],
    ],
  ])('detects %s', (_, finding, change) => expect(findings(tamper(bytes, change))).toMatch(finding));

  test.each([0, 140, 1000])('rejects %d bytes of the file', (length) =>
    expect(findings(bytes.slice(0, length))).not.toBe(''),
  );
});
