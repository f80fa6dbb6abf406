import fs from 'node:fs/promises';
import dicomParser, { type DataSet, type Element } from 'dicom-parser';
import { swapWords } from './dicom-json.ts';
import { HttpError } from '../http.ts';
import { EXPLICIT_BIG_ENDIAN, frameBits, frameCount, readHeader, readRange } from './part10.ts';
import type { IndexedInstance } from './study-index.ts';

const EXPLICIT_LITTLE_ENDIAN = '1.2.840.10008.1.2.1';
const PIXEL_DATA = 'x7fe00010';

/** Media types of compressed frames (PS3.18 table 8.7.3-5); the transfer syntax is always named besides. */
const MEDIA_TYPES: readonly (readonly [RegExp, string])[] = [
  [/^1\.2\.840\.10008\.1\.2\.4\.(50|51|57|70)$/, 'image/jpeg'],
  [/^1\.2\.840\.10008\.1\.2\.4\.(80|81)$/, 'image/jls'],
  [/^1\.2\.840\.10008\.1\.2\.4\.(90|91)$/, 'image/jp2'],
  [/^1\.2\.840\.10008\.1\.2\.4\.(92|93)$/, 'image/jpx'],
  [/^1\.2\.840\.10008\.1\.2\.4\.20[1-3]$/, 'image/jphc'],
  [/^1\.2\.840\.10008\.1\.2\.5$/, 'image/dicom-rle'],
];

export interface Frames {
  /** Value of the Content-Type header of each frame. */
  readonly contentType: string;
  readonly frames: readonly Uint8Array[];
}

/**
 * Reads frames from disk; native pixels always as little endian, compressed ones as they are.
 *
 * @param numbers one-based frame numbers
 * @throws HttpError 404 where there is no such frame
 */
export async function readFrames(instance: IndexedInstance, numbers: readonly number[]): Promise<Frames> {
  const header = await readHeader(instance.file);
  const { dataSet, pixelData, transferSyntaxUID } = header;
  if (!pixelData) throw new HttpError(404, 'The instance has no pixel data.');
  if (numbers.some((number) => number < 1 || number > frameCount(dataSet)))
    throw new HttpError(404, `The instance has ${frameCount(dataSet)} frame(s).`);
  if (pixelData.length === undefined) return readCompressed(instance.file, transferSyntaxUID, numbers);
  const bits = frameBits(dataSet);
  const handle = await fs.open(instance.file);
  try {
    const frames: Uint8Array[] = [];
    for (const number of numbers) {
      const firstBit = (number - 1) * bits;
      const start = Math.floor(firstBit / 8);
      const end = Math.ceil((firstBit + bits) / 8);
      const bytes = await readRange(handle, pixelData.offset + start, end - start);
      frames.push(nativeFrame(bytes, firstBit % 8, bits, dataSet, transferSyntaxUID));
    }
    return { contentType: `application/octet-stream; transfer-syntax=${EXPLICIT_LITTLE_ENDIAN}`, frames };
  } finally {
    await handle.close();
  }
}

function nativeFrame(
  bytes: Uint8Array,
  skipBits: number,
  bits: number,
  dataSet: DataSet,
  syntax: string,
): Uint8Array {
  if (dataSet.uint16('x00280100') === 1) return shiftBits(bytes, skipBits, bits);
  return syntax === EXPLICIT_BIG_ENDIAN && dataSet.uint16('x00280100') === 16 ? swapWords(bytes, 2) : bytes;
}

/** One-bit frames follow each other without padding: moves frame bits so that the first one is bit 0 of byte 0. */
function shiftBits(bytes: Uint8Array, skipBits: number, bits: number): Uint8Array {
  const frame = new Uint8Array(Math.ceil(bits / 8));
  for (let i = 0; i < frame.length; i++)
    frame[i] = (((bytes[i] ?? 0) >> skipBits) | ((bytes[i + 1] ?? 0) << (8 - skipBits))) & 0xff;
  if (bits % 8) frame[frame.length - 1]! &= (1 << (bits % 8)) - 1;
  return frame;
}

/** The parsed file asked for last: a viewer fetches the frames of one compressed multi-frame file one by one. */
let lastCompressed: { file: string; changed: number; dataSet: DataSet; pixels: Element } | undefined;

async function readCompressed(file: string, syntax: string, numbers: readonly number[]): Promise<Frames> {
  const changed = (await fs.stat(file)).mtimeMs;
  if (lastCompressed?.file !== file || lastCompressed.changed !== changed) {
    const dataSet = dicomParser.parseDicom(await fs.readFile(file));
    const pixels = dataSet.elements[PIXEL_DATA];
    if (!pixels?.fragments?.length) throw new HttpError(404, 'The compressed pixel data holds no fragments.');
    lastCompressed = { file, changed, dataSet, pixels };
  }
  const { dataSet, pixels } = lastCompressed;
  const media = MEDIA_TYPES.find(([pattern]) => pattern.test(syntax))?.[1] ?? 'application/octet-stream';
  return {
    contentType: `${media}; transfer-syntax=${syntax}`,
    frames: numbers.map((number) => compressedFrame(dataSet, pixels, number - 1)),
  };
}

/**
 * The fragments of one frame, joined: by the basic offset table; without one, a single frame is all fragments, as many
 * fragments as frames are one each, and JPEG frames are told apart by their end marks.
 */
function compressedFrame(dataSet: DataSet, pixels: Element, frame: number): Uint8Array {
  const fragments = pixels.fragments ?? [];
  const count = frameCount(dataSet);
  if (pixels.basicOffsetTable?.length) return dicomParser.readEncapsulatedImageFrame(dataSet, pixels, frame);
  if (count === 1)
    return dicomParser.readEncapsulatedPixelDataFromFragments(dataSet, pixels, 0, fragments.length);
  if (count === fragments.length)
    return dicomParser.readEncapsulatedPixelDataFromFragments(dataSet, pixels, frame);
  const offsets = dicomParser.createJPEGBasicOffsetTable(dataSet, pixels);
  return dicomParser.readEncapsulatedImageFrame(dataSet, pixels, frame, offsets);
}
