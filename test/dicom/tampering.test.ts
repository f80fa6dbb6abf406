/** Every fault that writers are known for is put into a good file; the verifier must name it. */
import { describe, expect, test } from '@jest/globals';
import { releaseSegmentation } from '@lacuna/core/dicom/release.ts';
import { verifySegmentation } from '@lacuna/core/dicom/segmentation-verifier.ts';
import { writeSegmentation } from '@lacuna/core/dicom/segmentation-writer.ts';
import { LacunaError } from '@lacuna/core/errors.ts';
import { randomMasks, requestOf, segmentOf } from './support/request.ts';
import { PLAIN, seriesOf } from './support/series.ts';
import { type Elements, frameItems, itemsOf, packedBits, set, tamper } from './support/tamper.ts';

type Change = Parameters<typeof tamper>[1];

const source = seriesOf({ ...PLAIN, plane: 'oblique', gaps: [5, 6] });
const segments = [segmentOf(randomMasks(source, 11, 0.4, [1])), segmentOf(randomMasks(source, 12, 0.4, [5]))];
const request = requestOf(source, segments);
const pixels = PLAIN.rows * PLAIN.columns;

function goodBytes(): Uint8Array {
  const written = writeSegmentation(request);
  if (written.kind !== 'written') throw new Error(written.sentence);
  return written.bytes;
}

const position = (frame: Elements) => itemsOf(frame, '00209113')[0]!;
const sourceImage = (frame: Elements) => itemsOf(itemsOf(frame, '00089124')[0], '00082112')[0]!;
const sharedMeasures = (file: Parameters<Change>[0]) =>
  itemsOf(itemsOf(file.dict, '52009229')[0], '00289110')[0]!;
const sharedOrientation = (file: Parameters<Change>[0]) =>
  itemsOf(itemsOf(file.dict, '52009229')[0], '00209116')[0]!;
const firstSegment = (file: Parameters<Change>[0]) => itemsOf(file.dict, '00620002')[0]!;

/** Values of a later frame for an earlier one and the other way round: the fault of mirrored stacks. */
function mirrored<T>(
  file: Parameters<Change>[0],
  read: (frame: Elements) => T,
  write: (frame: Elements, value: T) => void,
) {
  const frames = frameItems(file);
  const values = frames.map(read).reverse();
  frames.forEach((frame, i) => write(frame, values[i]!));
}

function packFrames(file: Parameters<Change>[0], frames: readonly number[]) {
  const old = packedBits(file).slice();
  const packed = new Uint8Array(2 * Math.ceil((frames.length * pixels) / 16));
  frames.forEach((from, to) => {
    for (let i = 0; i < pixels; i++) {
      const bit = from * pixels + i;
      const target = to * pixels + i;
      if ((old[bit >> 3]! >> (bit & 7)) & 1) packed[target >> 3]! |= 1 << (target & 7);
    }
  });
  const items = frameItems(file);
  set(file.dict, '52009230', ...frames.map((from) => items[from]));
  set(file.dict, '00280008', frames.length);
  set(file.dict, '7FE00010', packed.buffer);
}

const FRAMES = Array.from({ length: 10 }, (_, i) => i);

const faults: readonly [string, RegExp, Change][] = [
  [
    'mirrored frame positions',
    /mm away from the image/,
    (file) =>
      mirrored(
        file,
        (f) => position(f)['00200032']!.Value,
        (f, value) => set(position(f), '00200032', ...value),
      ),
  ],
  [
    'mirrored references',
    /mm away from the image/,
    (file) =>
      mirrored(
        file,
        (f) => sourceImage(f)['00081155']!.Value,
        (f, value) => set(sourceImage(f), '00081155', ...value),
      ),
  ],
  [
    'a reference shifted by one slice',
    /mm away|repeats slice/,
    (file) => set(sourceImage(frameItems(file)[1]!), '00081155', source[3]!.sopInstanceUID),
  ],
  [
    'a reference to another series',
    /exactly one image of the series/,
    (file) => set(sourceImage(frameItems(file)[0]!), '00081155', '2.25.4711'),
  ],
  [
    'a wrong class of the reference',
    /another class/,
    (file) => set(sourceImage(frameItems(file)[0]!), '00081150', '1.2.840.10008.5.1.4.1.1.2'),
  ],
  [
    'a position 0.01 mm off',
    /0\.010 mm away/,
    (file) => {
      const [x, y, z] = position(frameItems(file)[4]!)['00200032']!.Value as number[];
      set(position(frameItems(file)[4]!), '00200032', Number(x) + 0.01, y, z);
    },
  ],
  [
    'a mirrored orientation',
    /is turned by/,
    (file) => {
      const values = (sharedOrientation(file)['00200037']!.Value as number[]).map(Number);
      set(sharedOrientation(file), '00200037', ...values.map((v, i) => (i < 3 ? -v : v)));
    },
  ],
  ['a wrong spacing', /is stretched by/, (file) => set(sharedMeasures(file), '00280030', 0.9375, 1)],
  ['a wrong slice thickness', /slice thickness/, (file) => set(sharedMeasures(file), '00180050', 5)],
  ['no plane position', /no complete position/, (file) => delete frameItems(file)[2]!['00209113']],
  [
    'a reversed bit order',
    /differs from its mask in \d+ pixels/,
    (file) => {
      const packed = packedBits(file);
      packed.forEach((byte, i) => {
        packed[i] = Array.from({ length: 8 }, (_, b) => ((byte >> b) & 1) << (7 - b)).reduce(
          (a, b) => a | b,
          0,
        );
      });
    },
  ],
  [
    'one flipped pixel',
    /differs from its mask in 1 pixels/,
    (file) => {
      packedBits(file)[40]! ^= 4;
    },
  ],
  [
    'bits set after the last frame',
    /padded with something/,
    (file) => {
      const packed = packedBits(file);
      packed[packed.length - 1]! |= 0x80;
    },
  ],
  [
    'a missing frame',
    /Slice \d of segment \d is missing/,
    (file) =>
      packFrames(
        file,
        FRAMES.filter((f) => f !== 3),
      ),
  ],
  ['a duplicate frame', /repeats slice/, (file) => packFrames(file, [...FRAMES, 9])],
  [
    'two frames exchanged',
    /differs from its mask/,
    (file) => {
      const frames = frameItems(file);
      const exchanged = [frames[1]!, frames[0]!, ...frames.slice(2)];
      set(file.dict, '52009230', ...exchanged);
    },
  ],
  [
    'fewer pixel data than frames',
    /shorter than its frames/,
    (file) => set(file.dict, '7FE00010', packedBits(file).slice(0, 40).buffer),
  ],
  [
    'segment numbers exchanged',
    /differs from its mask|repeats slice|is missing/,
    (file) => {
      for (const frame of frameItems(file)) {
        const item = itemsOf(frame, '0062000A')[0]!;
        set(item, '0062000B', 3 - Number(item['0062000B']!.Value[0]));
      }
    },
  ],
  ['MANUAL', /drawn by hand/, (file) => set(firstSegment(file), '00620008', 'MANUAL')],
  [
    'SEMIAUTOMATIC without an edit',
    /not marked AUTOMATIC/,
    (file) => set(firstSegment(file), '00620008', 'SEMIAUTOMATIC'),
  ],
  ['no algorithm name', /does not name what made it/, (file) => delete firstSegment(file)['00620009']],
  ['no algorithm identification', /lacks family/, (file) => delete firstSegment(file)['00620007']],
  ['a wrong frame of reference', /FrameOfReferenceUID/, (file) => set(file.dict, '00200052', '2.25.4712')],
  ['a wrong study', /StudyInstanceUID/, (file) => set(file.dict, '0020000D', '2.25.4713')],
  ['another patient', /PatientID/, (file) => set(file.dict, '00100020', 'LACUNA-2')],
  [
    'the series of the source',
    /UIDs of its own/,
    (file) => set(file.dict, '0020000E', source[0]!.seriesInstanceUID),
  ],
  [
    'no ReferencedInstanceSequence',
    /ReferencedSeriesSequence/,
    (file) => delete itemsOf(file.dict, '00081115')[0]!['0008114A'],
  ],
  ['a FRACTIONAL type', /SegmentationType/, (file) => set(file.dict, '00620001', 'FRACTIONAL')],
  [
    'a retired code',
    /retired scheme/,
    (file) => set(itemsOf(firstSegment(file), '00620003')[0], '00080102', 'SRT'),
  ],
  [
    'a rescale slope',
    /must not be rescaled/,
    (file) => {
      file.dict['00281053'] = { vr: 'DS', Value: [1] };
    },
  ],
  [
    'a frame number for a single frame',
    /ReferencedFrameNumber/,
    (file) => {
      sourceImage(frameItems(file)[0]!)['00081160'] = { vr: 'IS', Value: [1] };
    },
  ],
  [
    'a wrong class in the meta header',
    /MediaStorageSOPClassUID/,
    (file) => set(file.meta, '00020002', '1.2.840.10008.5.1.4.1.1.4'),
  ],
  [
    'the same dimension index twice',
    /same place among the dimensions/,
    (file) => set(itemsOf(frameItems(file)[1]!, '00209111')[0], '00209157', 1, 1),
  ],
];

describe('the verifier', () => {
  test('accepts the file after it was read and written without a change', () => {
    const untouched = tamper(goodBytes(), () => undefined);
    expect(verifySegmentation(untouched, source, segments)).toEqual({ kind: 'verified', frames: 10 });
  });

  test.each(faults)('detects %s', (_, finding, change) => {
    const verification = verifySegmentation(tamper(goodBytes(), change), source, segments);
    expect(verification.kind).toBe('rejected');
    expect(verification.kind === 'rejected' && verification.findings.join('\n')).toMatch(finding);
  });

  // without masks to compare with, what lies in the geometry must still be seen
  test.each(faults.slice(0, 10))('detects %s without expected masks too', (_, finding, change) => {
    const verification = verifySegmentation(tamper(goodBytes(), change), source);
    expect(verification.kind === 'rejected' && verification.findings.join('\n')).toMatch(finding);
  });

  test.each(faults)('lets no file leave with %s', (_, __, change) => {
    const faulty: typeof writeSegmentation = (asked) => {
      const written = writeSegmentation(asked);
      return written.kind === 'written' ? { ...written, bytes: tamper(written.bytes, change) } : written;
    };
    const error = thrownBy(() => releaseSegmentation(request, faulty));
    expect(error.code).toBe('verification-failed');
    expect(error.evidence?.findings).not.toEqual([]);
  });

  test('puts no patient data into its findings', () => {
    const other = source.map((instance) => ({ ...instance, patientID: 'SECRET', patientName: 'SECRET' }));
    const verification = verifySegmentation(goodBytes(), other, segments);
    expect(verification.kind).toBe('rejected');
    expect(JSON.stringify(verification)).not.toMatch(/SECRET|LACUNA-1/);
  });
});

describe('damaged bytes', () => {
  const good = goodBytes();

  test.each([0, 1, 131, 132, 400, 1000, good.length - 1])('are rejected when cut to %d bytes', (length) => {
    expect(verifySegmentation(good.slice(0, length), source, segments).kind).toBe('rejected');
  });

  test('never throw and never pass with a changed pixel, whatever byte is changed', () => {
    let accepted = 0;
    for (let at = 0; at < good.length; at += 17) {
      const bytes = good.slice();
      bytes[at]! ^= 1 << (at % 8);
      if (verifySegmentation(bytes, source, segments).kind === 'verified') accepted++;
    }
    // names, dates and codes that the source does not determine may change unseen
    expect(accepted).toBeLessThan(good.length / 17 / 2);
  });

  test('in the pixel data are always seen', () => {
    for (let at = good.length - Math.ceil((10 * pixels) / 8); at < good.length; at++) {
      const bytes = good.slice();
      bytes[at]! ^= 1 << (at % 8);
      expect(verifySegmentation(bytes, source, segments).kind).toBe('rejected');
    }
  });

  test('in another transfer syntax are not even parsed', () => {
    const deflated = tamper(good, () => undefined);
    const text = new TextDecoder('latin1').decode(deflated);
    const at = text.indexOf('1.2.840.10008.1.2.1\0');
    deflated.set(new TextEncoder().encode('1.2.840.10008.1.2.9'), at);
    expect(verifySegmentation(deflated, source, segments)).toEqual({
      kind: 'rejected',
      findings: [expect.stringMatching(/Explicit VR Little Endian/)],
    });
  });
});

function thrownBy(action: () => unknown): LacunaError {
  try {
    action();
  } catch (thrown) {
    if (thrown instanceof LacunaError) return thrown;
    throw thrown;
  }
  throw new Error('nothing was thrown');
}
