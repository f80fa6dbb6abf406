import fs from 'node:fs/promises';
import dicomParser, { type DataSet } from 'dicom-parser';
import { vrOfTag } from './dictionary.ts';

const PREAMBLE_BYTES = 128;
const FIRST_READ_BYTES = 256 * 1024;
/** Headers are read into memory whole; no real one comes near this. */
const MAX_FILE_BYTES = 2 ** 31 - 1;
const PIXEL_DATA = 'x7fe00010';
const UNDEFINED_LENGTH = 0xffffffff;
const DEFLATED = '1.2.840.10008.1.2.1.99';
export const EXPLICIT_BIG_ENDIAN = '1.2.840.10008.1.2.2';
const UID = /^[0-9]+(\.[0-9]+)*$/;

/** Where the pixels are in the file; bytes are read only when asked for. */
export interface PixelLocation {
  readonly offset: number;
  /** Bytes, or undefined for encapsulated (compressed) pixel data. */
  readonly length?: number;
}

export interface Part10Header {
  readonly dataSet: DataSet;
  readonly transferSyntaxUID: string;
  readonly pixelData?: PixelLocation;
}

/** A file that this server will not serve or store; `reason` is a sentence without patient data. */
export class Part10Error extends Error {
  override readonly name = 'Part10Error';
  constructor(
    readonly reason: 'not-dicom' | 'damaged' | 'transfer-syntax',
    message: string,
    options?: ErrorOptions,
  ) {
    super(message, options);
  }
}

export const isUID = (text: string | undefined): text is string =>
  text !== undefined && text.length <= 64 && UID.test(text);

/**
 * Parses everything before the pixel data.
 *
 * @param bytes the file, or its beginning: then elements after the cut are missing and an error may come from the cut
 * @throws Part10Error always typed, whatever the parser throws (it throws strings and plain objects, too)
 */
export function parseHeader(bytes: Uint8Array): Part10Header {
  if (
    Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).toString(
      'latin1',
      PREAMBLE_BYTES,
      PREAMBLE_BYTES + 4,
    ) !== 'DICM'
  )
    throw new Part10Error('not-dicom', 'The file is not DICOM: it has no DICM mark.');
  let dataSet: DataSet;
  try {
    dataSet = dicomParser.parseDicom(bytes, {
      untilTag: PIXEL_DATA,
      vrCallback: (tag) => vrOfTag(tag.slice(1).toUpperCase(), false),
      // A 389 kB file can inflate to gigabytes, so nothing is ever inflated here.
      inflater: () => {
        throw new Part10Error('transfer-syntax', 'Deflated transfer syntax is not accepted.');
      },
    });
  } catch (thrown) {
    const cause = (thrown as { exception?: unknown } | undefined)?.exception ?? thrown;
    if (cause instanceof Part10Error) throw cause;
    throw new Part10Error('damaged', 'The DICOM header cannot be read.', { cause });
  }
  const transferSyntaxUID = dataSet.string('x00020010')?.trim();
  if (!isUID(transferSyntaxUID)) throw new Part10Error('damaged', 'The file names no transfer syntax.');
  if (transferSyntaxUID === DEFLATED)
    throw new Part10Error('transfer-syntax', 'Deflated transfer syntax is not accepted.');
  const element = dataSet.elements[PIXEL_DATA];
  const pixelData = element && {
    offset: element.dataOffset,
    length: element.length === UNDEFINED_LENGTH ? undefined : element.length,
  };
  return { dataSet, transferSyntaxUID, pixelData };
}

/**
 * Reads a header from disk: the first 256 KiB, and the whole file only where the header is longer than that.
 * @throws Part10Error also when the file ends before its pixel data does
 */
export async function readHeader(file: string): Promise<Part10Header> {
  const handle = await fs.open(file);
  try {
    const { size } = await handle.stat();
    if (size > MAX_FILE_BYTES) throw new Part10Error('damaged', 'The file is larger than 2 GiB.');
    const beginning = await readRange(handle, 0, Math.min(size, FIRST_READ_BYTES));
    const header = whole(beginning, size) ?? parseHeader(await readRange(handle, 0, size));
    assertPixelsComplete(header, size);
    return header;
  } finally {
    await handle.close();
  }
}

/** The header when the first bytes hold all of it. */
function whole(beginning: Uint8Array, size: number): Part10Header | undefined {
  if (beginning.length === size) return parseHeader(beginning);
  try {
    const header = parseHeader(beginning);
    return header.pixelData ? header : undefined;
  } catch (error) {
    if (error instanceof Part10Error && error.reason !== 'damaged') throw error;
    return undefined;
  }
}

/** @throws Part10Error when native pixel data is cut short */
export function assertPixelsComplete({ pixelData, dataSet }: Part10Header, fileBytes: number): void {
  if (!pixelData) return;
  const needed = pixelData.length === undefined ? 0 : nativePixelBytes(dataSet);
  if (pixelData.offset + (pixelData.length ?? 0) > fileBytes || (pixelData.length ?? 0) < needed)
    throw new Part10Error('damaged', 'The pixel data is cut short.');
}

/** @throws Part10Error when compressed pixel data is not a closed sequence of fragments */
export function assertFragmentsReadable({ pixelData }: Part10Header, file: Uint8Array): void {
  if (!pixelData || pixelData.length !== undefined) return;
  try {
    const pixels = dicomParser.parseDicom(file).elements[PIXEL_DATA];
    if (pixels?.fragments?.length) return;
  } catch (cause) {
    throw new Part10Error('damaged', 'The compressed pixel data cannot be read.', { cause });
  }
  throw new Part10Error('damaged', 'The compressed pixel data holds no fragments.');
}

/** Bits of one frame of native pixel data. */
export function frameBits(dataSet: DataSet): number {
  const value = (tag: string): number => dataSet.uint16(tag) ?? 0;
  return value('x00280010') * value('x00280011') * (dataSet.uint16('x00280002') ?? 1) * value('x00280100');
}

export const frameCount = (dataSet: DataSet): number => Math.max(1, dataSet.intString('x00280008') ?? 1);

const nativePixelBytes = (dataSet: DataSet): number =>
  Math.ceil((frameBits(dataSet) * frameCount(dataSet)) / 8);

/** Bytes `[offset, offset + length)` of an open file; shorter where the file ends. */
export async function readRange(handle: fs.FileHandle, offset: number, length: number): Promise<Buffer> {
  const buffer = Buffer.allocUnsafe(length);
  let filled = 0;
  while (filled < length) {
    const { bytesRead } = await handle.read(buffer, filled, length - filled, offset + filled);
    if (bytesRead === 0) break;
    filled += bytesRead;
  }
  return buffer.subarray(0, filled);
}
