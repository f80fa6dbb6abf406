import type { DataSet, Element } from 'dicom-parser';
import { textDecoder } from './character-sets.ts';
import { vrOfTag } from './dictionary.ts';

/** One attribute of the DICOM JSON model (PS3.18 F.2). */
export interface JsonAttribute {
  readonly vr: string;
  readonly Value?: readonly unknown[];
  readonly InlineBinary?: string;
  readonly BulkDataURI?: string;
}
export type JsonDataSet = Record<string, JsonAttribute>;

const INLINE_LIMIT_BYTES = 1024;
const LONG_TEXT = new Set(['LT', 'ST', 'UT', 'UR']);
const LOCALISED = new Set(['LO', 'LT', 'PN', 'SH', 'ST', 'UC', 'UT']);
const BINARY = new Set(['OB', 'OD', 'OF', 'OL', 'OV', 'OW', 'UN']);
/** Bytes of one number; the order of these bytes differs in big-endian files. */
const NUMBER_BYTES: Readonly<Record<string, number>> = {
  US: 2,
  SS: 2,
  UL: 4,
  SL: 4,
  FL: 4,
  FD: 8,
  UV: 8,
  SV: 8,
  AT: 4,
};
export const WORD_BYTES: Readonly<Record<string, number>> = { OW: 2, OL: 4, OF: 4, OD: 8, OV: 8 };

export interface JsonOptions {
  readonly bigEndian: boolean;
  /** Address of the value of a large binary attribute; `path` is `GGGGEEEE` or `GGGGEEEE/item/GGGGEEEE`. */
  readonly bulkDataURI: (path: string) => string;
}

/** Data set -> DICOM JSON: UTF-8 text, numbers as numbers, large binary values by address. Group lengths and group 2 are left out. */
export function toDicomJson(dataSet: DataSet, options: JsonOptions): JsonDataSet {
  return new Converter(dataSet, options).convert(dataSet, '');
}

class Converter {
  private readonly decoder: TextDecoder;
  private readonly signedPixels: boolean;
  constructor(
    root: DataSet,
    private readonly options: JsonOptions,
  ) {
    this.decoder = textDecoder(root.string('x00080005'));
    this.signedPixels = root.uint16('x00280103') === 1;
  }

  convert(dataSet: DataSet, path: string): JsonDataSet {
    const json: JsonDataSet = {};
    for (const key of Object.keys(dataSet.elements).sort()) {
      const tag = key.slice(1).toUpperCase();
      if (tag.startsWith('0002') || tag.startsWith('FFFE') || tag.startsWith('FFFC') || tag.endsWith('0000'))
        continue;
      const element = dataSet.elements[key];
      if (element) json[tag] = this.attribute(dataSet, element, tag, path);
    }
    // Everything above was decoded, so the answer is UTF-8 whatever the file was.
    if (json['00080005']) json['00080005'] = { vr: 'CS', Value: ['ISO_IR 192'] };
    return json;
  }

  private attribute(dataSet: DataSet, element: Element, tag: string, path: string): JsonAttribute {
    const vr = this.vrOf(element, tag);
    if (vr === 'SQ') {
      const items = (element.items ?? []).map((item, index) =>
        item.dataSet ? this.convert(item.dataSet, `${path}${tag}/${index + 1}/`) : {},
      );
      return items.length ? { vr, Value: items } : { vr };
    }
    if (tag === '7FE00010') return { vr, BulkDataURI: this.options.bulkDataURI(tag) };
    if (element.length === 0) return { vr };
    const bytes = dataSet.byteArray.subarray(element.dataOffset, element.dataOffset + element.length);
    if (BINARY.has(vr)) return this.binary(vr, bytes, path + tag);
    if (vr in NUMBER_BYTES) return { vr, Value: this.numbers(vr, bytes) };
    return withValues(vr, this.text(vr, bytes));
  }

  /** The file's own VR; where it has none or says UN (a sender that did not know the tag), the dictionary's. */
  private vrOf({ vr, items }: Element, tag: string): string {
    if (items) return 'SQ';
    if (vr && vr !== 'UN') return vr;
    const known = vrOfTag(tag, this.signedPixels);
    return known === 'SQ' && vr ? vr : known;
  }

  private binary(vr: string, bytes: Uint8Array, path: string): JsonAttribute {
    if (bytes.length > INLINE_LIMIT_BYTES) return { vr, BulkDataURI: this.options.bulkDataURI(path) };
    const ordered = this.options.bigEndian ? swapWords(bytes, WORD_BYTES[vr] ?? 1) : bytes;
    return { vr, InlineBinary: Buffer.from(ordered).toString('base64') };
  }

  private numbers(vr: string, bytes: Uint8Array): unknown[] {
    const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
    const step = NUMBER_BYTES[vr] ?? 1;
    const values: unknown[] = [];
    for (let at = 0; at + step <= bytes.length; at += step)
      values.push(readNumber(view, at, vr, !this.options.bigEndian));
    return values;
  }

  private text(vr: string, bytes: Uint8Array): string[] {
    const text = (
      LOCALISED.has(vr) ? this.decoder.decode(bytes) : Buffer.from(bytes).toString('latin1')
    ).replace(/\0+$/, '');
    return LONG_TEXT.has(vr) ? [text.trimEnd()] : text.split('\\').map((value) => value.trim());
  }
}

function withValues(vr: string, texts: readonly string[]): JsonAttribute {
  if (texts.every((text) => text === '')) return { vr };
  return { vr, Value: texts.map((text) => (text === '' ? null : oneValue(vr, text))) };
}

function oneValue(vr: string, text: string): unknown {
  if (vr === 'PN') {
    const [Alphabetic, Ideographic, Phonetic] = text.split('=');
    return {
      ...(Alphabetic && { Alphabetic }),
      ...(Ideographic && { Ideographic }),
      ...(Phonetic && { Phonetic }),
    };
  }
  if (vr === 'DS' || vr === 'IS') return Number.isFinite(Number(text)) ? Number(text) : text;
  return text;
}

function readNumber(view: DataView, at: number, vr: string, little: boolean): number | string | null {
  const finite = (value: number): number | null => (Number.isFinite(value) ? value : null); // JSON has no NaN
  const hex = (value: number): string => value.toString(16).toUpperCase().padStart(4, '0');
  const whole = (value: bigint): number | string =>
    Number.isSafeInteger(Number(value)) ? Number(value) : value.toString();
  switch (vr) {
    case 'US':
      return view.getUint16(at, little);
    case 'SS':
      return view.getInt16(at, little);
    case 'UL':
      return view.getUint32(at, little);
    case 'SL':
      return view.getInt32(at, little);
    case 'FL':
      return finite(view.getFloat32(at, little));
    case 'FD':
      return finite(view.getFloat64(at, little));
    case 'UV':
      return whole(view.getBigUint64(at, little));
    case 'SV':
      return whole(view.getBigInt64(at, little));
    default:
      return hex(view.getUint16(at, little)) + hex(view.getUint16(at + 2, little)); // AT
  }
}

/** Big-endian words -> little-endian words; a copy. */
export function swapWords(bytes: Uint8Array, wordBytes: number): Uint8Array {
  const copy = Buffer.from(bytes);
  const even = copy.subarray(0, copy.length - (copy.length % wordBytes));
  if (wordBytes === 2) even.swap16();
  if (wordBytes === 4) even.swap32();
  if (wordBytes === 8) even.swap64();
  return copy;
}
