/** Damaged, unusual and out-of-scope DICOM: a series or a typed refusal, never anything else, and soon. */
import fs from 'node:fs';
import path from 'node:path';
import zlib from 'node:zlib';
import { describe, expect, jest, test } from '@jest/globals';
import { LacunaError } from '@lacuna/core/errors.ts';
import { type DicomFolder, readDicomFolder } from '../../cli/src/dicom-folder.ts';
import { parsePart10 } from '../../cli/src/dicom-parse.ts';
import { pixelReader } from '../../cli/src/dicom-pixels.ts';
import { dataFolder } from '../../scripts/environment.mjs';
import { differences } from './support/compare.ts';
import { lacks, patchElement, python, smallSeries, STUDY, temporaryFolder } from './support/folders.ts';
import { mutate } from './support/mutations.ts';

jest.setTimeout(120_000);
const LIMIT_MS = 2000;
const folder = temporaryFolder();
const data = dataFolder();
const edgeCases = data && path.join(data, 'dicom/edge-cases');
const filesOf = (root: string): string[] =>
  fs
    .readdirSync(root, { recursive: true, withFileTypes: true })
    .flatMap((entry) => (entry.isFile() ? [path.join(entry.parentPath, entry.name)] : []));

/** Reads one file as a folder of its own. */
async function readAlone(bytes: Buffer): Promise<{ result: DicomFolder; elapsedMs: number }> {
  const own = path.join(folder, 'alone');
  fs.mkdirSync(own, { recursive: true });
  fs.writeFileSync(path.join(own, 'image.dcm'), bytes);
  const started = performance.now();
  const result = await readDicomFolder(own);
  return { result, elapsedMs: performance.now() - started };
}

/** Every refusal is typed and comes from a check, not from a fault that was caught further out. */
function expectProper({ series, refused }: DicomFolder): void {
  for (const { error } of refused) {
    expect(error).toBeInstanceOf(LacunaError);
    expect(error.message).not.toMatch(/^The (file|series) cannot be read\./);
  }
  for (const { source } of series)
    for (const { pixels } of source.slices) expect(pixels.every(Number.isFinite)).toBe(true);
}

(lacks(edgeCases) ? describe.skip : describe)('edge cases of other projects (needs ../shared/data)', () => {
  test.each(
    (edgeCases ? filesOf(edgeCases) : ['absent']).map((file) => [path.relative(edgeCases ?? '', file), file]),
  )('%s', async (_, file) => {
    const { result, elapsedMs } = await readAlone(fs.readFileSync(file));
    expectProper(result);
    const keys = [
      ...result.series.map(({ source }) => source.key),
      ...result.refused.map((refusal) => ('file' in refusal ? refusal.file : refusal.seriesInstanceUID)),
    ];
    expect(new Set(keys).size).toBeLessThanOrEqual(1);
    expect(elapsedMs).toBeLessThan(LIMIT_MS);
  });

  test.each([
    ['nema-wg04/MR1_JPLY', 'unsupported-transfer-syntax', /lossy JPEG with 12 bits/],
    ['pydicom/MR_small_RLE.dcm', 'too-small', /too small/],
    ['pydicom/CT_small.dcm', 'not-mr', /modality CT/],
    ['pydicom/reportsi.dcm', 'not-mr', /modality SR/],
    ['pydicom/no_meta.dcm', 'corrupt-file', /no DICM mark/],
    ['pydicom/rtplan_truncated.dcm', 'corrupt-file', /damaged/],
    ['pydicom/MR_small.dcm', 'too-small', /too small/],
  ])('%s is refused as %s', async (name, code, message) => {
    const { result } = await readAlone(fs.readFileSync(path.join(edgeCases ?? '', name)));
    expect(result.series).toEqual([]);
    expect(result.refused).toEqual([
      expect.objectContaining({
        error: expect.objectContaining({ code, message: expect.stringMatching(message) }),
      }),
    ]);
  });

  test('DICOMDIR files are passed over', async () => {
    const { result } = await readAlone(fs.readFileSync(path.join(edgeCases ?? '', 'pydicom/DICOMDIR')));
    expect(result).toEqual({ series: [], refused: [] });
  });
});

(lacks(edgeCases && python) ? describe.skip : describe)(
  'pixels as pydicom decodes them (needs ../shared/data and Python with pydicom)',
  () => {
    test.each([
      'nema-wg04/MR1_UNC',
      'nema-wg04/MR4_UNC',
      'pydicom/MR_small.dcm',
      'pydicom/MR_small_implicit.dcm',
      'pydicom/MR_small_bigendian.dcm',
      'pydicom/MR_small_padded.dcm',
      'pydicom/MR_small_RLE.dcm',
      'pydicom/MR_small_jp2klossless.dcm',
      'pydicom/MR_small_jpeg_ls_lossless.dcm',
      'pydicom/CT_small.dcm',
      'pydicom/image_dfl.dcm',
      'dicomParser/CT1_UNC.explicit_big_endian.dcm',
      'dicomParser/CT1_UNC.implicit_little_endian.dcm',
    ])('%s', async (name) => {
      const file = path.join(edgeCases ?? '', name);
      const pixels = path.join(folder, 'pixels.f32');
      const values = await pixelReader(parsePart10(fs.readFileSync(file), 'end'))();
      fs.writeFileSync(pixels, Buffer.from(values.buffer));
      expect(differences('pixels', file, pixels)).toBe('');
    });
  },
);

describe('files made to exhaust the reader', () => {
  const original = fs.readFileSync(path.join(STUDY, '010.dcm'));
  const metaEnd = 144 + original.readUInt32LE(140);

  test('a deflated file that inflates to a gigabyte', async () => {
    const meta = patchElement(original.subarray(0, metaEnd), 2, 0x10, 'UI', '1.2.840.10008.1.2.1');
    const at = meta.indexOf('1.2.840.10008.1.2.1');
    const syntax = Buffer.from('1.2.840.10008.1.2.1.99', 'latin1');
    const longer = Buffer.concat([meta.subarray(0, at), syntax, meta.subarray(at + 20)]);
    longer.writeUInt16LE(22, at - 2);
    longer.writeUInt32LE(longer.readUInt32LE(140) + 2, 140);
    const bomb = zlib.deflateRawSync(Buffer.alloc(2 ** 30), { level: 1 });
    const { result, elapsedMs } = await readAlone(Buffer.concat([longer, bomb]));
    expect(result.refused).toEqual([
      expect.objectContaining({ error: expect.objectContaining({ code: 'corrupt-file' }) }),
    ]);
    expect(elapsedMs).toBeLessThan(LIMIT_MS);
  });

  test('sequences nested 100,000 deep', async () => {
    const open = Buffer.from([
      8, 0, 0x15, 0x11, 0x53, 0x51, 0, 0, 255, 255, 255, 255, 0xfe, 0xff, 0, 0xe0, 255, 255, 255, 255,
    ]);
    const nested = Buffer.concat([
      original.subarray(0, metaEnd),
      Buffer.concat(Array.from({ length: 100_000 }, () => open)),
    ]);
    const { result, elapsedMs } = await readAlone(nested);
    expect(result.refused).toEqual([
      expect.objectContaining({ error: expect.objectContaining({ code: 'corrupt-file' }) }),
    ]);
    expect(elapsedMs).toBeLessThan(LIMIT_MS);
  });
});

describe('mutated headers', () => {
  const count = Number(process.env.LACUNA_FUZZ ?? 500);
  const original = fs.readFileSync(path.join(STUDY, '010.dcm'));

  test(`${count} mutations of a valid image, seed 1: each is read or refused, none throws, none takes 2 s`, async () => {
    let [accepted, refusals, slowest] = [0, 0, 0];
    for (let i = 0; i < count; i++) {
      const { result, elapsedMs } = await readAlone(mutate(original, 1, i));
      expectProper(result);
      accepted += result.series.length;
      refusals += result.refused.length;
      slowest = Math.max(slowest, elapsedMs);
    }
    expect(slowest).toBeLessThan(LIMIT_MS);
    // both ways out are taken, so the mutations are neither harmless nor all fatal
    expect(accepted).toBeGreaterThan(count / 50);
    expect(refusals).toBeGreaterThan(count / 50);
  }, 3_600_000);
});

describe('a series of the built-in study', () => {
  const read = (change: (bytes: Buffer, index: number) => Buffer) => {
    const own = fs.mkdtempSync(path.join(folder, 'series-'));
    return readDicomFolder(smallSeries(own, change));
  };
  const first = (patch: (bytes: Buffer) => Buffer) => (bytes: Buffer, index: number) =>
    index === 0 ? patch(bytes) : bytes;

  test('is read feet to head whatever the names and folders of its files', async () => {
    const own = fs.mkdtempSync(path.join(folder, 'series-'));
    smallSeries(path.join(own, 'a', 'b'));
    fs.renameSync(path.join(own, 'a/b/007.dcm'), path.join(own, 'zzz'));
    const { series, refused } = await readDicomFolder(own);
    expect(refused).toEqual([]);
    const heights = series[0]!.source.slices.map(({ geometry }) => geometry.imagePositionPatient[2]);
    expect(heights).toEqual([...heights].sort((a, b) => a - b));
    expect(series[0]!.instances.map(({ sopInstanceUID }) => sopInstanceUID)).toEqual(
      series[0]!.source.slices.map(({ key }) => key),
    );
  });

  test('copies of a file are left out with a warning', async () => {
    const own = smallSeries(fs.mkdtempSync(path.join(folder, 'series-')));
    fs.copyFileSync(path.join(own, '006.dcm'), path.join(own, 'copy.dcm'));
    const { series } = await readDicomFolder(own);
    expect(series[0]!.source.slices).toHaveLength(3);
    expect(series[0]!.warnings).toEqual([expect.stringMatching(/1 of the files are copies/)]);
  });

  test('MONOCHROME1 is turned over within the range of the series', async () => {
    const plain = (await read((bytes) => bytes)).series[0]!.source.slices;
    const { series } = await read((bytes) => patchElement(bytes, 0x28, 4, 'CS', 'MONOCHROME1'));
    const all = plain.flatMap(({ pixels }) => [...pixels]);
    const [lowest, highest] = [all.reduce((a, b) => Math.min(a, b)), all.reduce((a, b) => Math.max(a, b))];
    series[0]!.source.slices.forEach(({ pixels }, i) =>
      expect(pixels).toEqual(plain[i]!.pixels.map((v) => lowest + highest - v)),
    );
    expect(series[0]!.warnings).toEqual([expect.stringMatching(/MONOCHROME1/)]);
  });

  test.each<[string, (bytes: Buffer) => Buffer, string, RegExp]>([
    ['a truncated slice', (bytes) => bytes.subarray(0, bytes.length - 100), 'corrupt-file', /cut short/],
    [
      'another orientation in one slice',
      (bytes) => patchElement(bytes, 0x20, 0x37, 'DS', '1\\0\\0\\0\\0\\1'),
      'mixed-orientation',
      /not parallel/,
    ],
    [
      'another frame of reference in one slice',
      (bytes) => patchElement(bytes, 0x20, 0x52, 'UI', '1.2.3'),
      'mixed-frame-of-reference',
      /frame of reference/,
    ],
    ['colour', (bytes) => patchElement(bytes, 0x28, 2, 'US', 3), 'colour', /colour/],
    [
      '64 bits',
      (bytes) => patchElement(bytes, 0x28, 0x100, 'US', 64),
      'corrupt-file',
      /way that Lacuna does not read/,
    ],
  ])('%s takes the series out', async (_, patch, code, message) => {
    const { series, refused } = await read(first(patch));
    expect(series).toEqual([]);
    expect(refused).toEqual([
      expect.objectContaining({
        error: expect.objectContaining({ code, message: expect.stringMatching(message) }),
      }),
    ]);
  });

  test('signed 12 bits in 16 with rubbish above the high bit', async () => {
    const bytes = fs.readFileSync(path.join(STUDY, '007.dcm'));
    const parsed = parsePart10(bytes);
    const plain = await pixelReader(parsed)();
    const dirty = Buffer.from(patchElement(bytes, 0x28, 0x103, 'US', 1));
    const at = parsed.dataSet.elements.x7fe00010!.dataOffset;
    for (let i = at + 1; i < dirty.length; i += 2) dirty[i] = dirty[i]! | 0xa0;
    const decoded = await pixelReader(parsePart10(dirty))();
    expect(plain.some((v) => v >= 2048) || plain.some((v) => v > 0)).toBe(true);
    expect(decoded).toEqual(plain.map((v) => (v >= 2048 ? v - 4096 : v)));
  });
});
