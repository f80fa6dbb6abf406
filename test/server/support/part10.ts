// Writes small Part-10 files by hand, sharing no code with the server or with dcmjs.

export type Value = string | Uint8Array | number | readonly Attributes[];
/** `[tag, vr, value]`; numbers are written as US. A sequence takes its items' attributes. */
export type Attribute = readonly [tag: string, vr: string, value: Value];
export type Attributes = readonly Attribute[];

const LONG = new Set(['OB', 'OW', 'SQ', 'UN', 'UT']);

function encode(value: Value, vr: string, bigEndian: boolean): Buffer {
  if (typeof value === 'number') {
    const bytes = Buffer.alloc(2);
    if (bigEndian) bytes.writeUInt16BE(value);
    else bytes.writeUInt16LE(value);
    return bytes;
  }
  if (typeof value === 'string')
    return Buffer.from(value.length % 2 ? value + (vr === 'UI' ? '\0' : ' ') : value, 'latin1');
  if (value instanceof Uint8Array) return Buffer.from(value);
  return Buffer.concat(
    value.map((item) => {
      const body = Buffer.concat(item.map((attribute) => element(attribute, bigEndian)));
      return Buffer.concat([header('FFFEE000', undefined, body.length, bigEndian), body]);
    }),
  );
}

function header(tag: string, vr: string | undefined, length: number, bigEndian: boolean): Buffer {
  const long = vr === undefined || LONG.has(vr);
  const bytes = Buffer.alloc(vr === undefined ? 8 : long ? 12 : 8);
  const put16 = (value: number, at: number): unknown =>
    bigEndian ? bytes.writeUInt16BE(value, at) : bytes.writeUInt16LE(value, at);
  const put32 = (value: number, at: number): unknown =>
    bigEndian ? bytes.writeUInt32BE(value, at) : bytes.writeUInt32LE(value, at);
  put16(parseInt(tag.slice(0, 4), 16), 0);
  put16(parseInt(tag.slice(4), 16), 2);
  if (vr !== undefined) bytes.write(vr, 4, 'latin1');
  if (long) put32(length, bytes.length - 4);
  else put16(length, 6);
  return bytes;
}

function element([tag, vr, value]: Attribute, bigEndian = false): Buffer {
  const body = encode(value, vr, bigEndian);
  return Buffer.concat([header(tag, vr, body.length, bigEndian), body]);
}

export interface Overrides {
  readonly transferSyntax?: string;
  readonly bigEndian?: boolean;
  /** Replaces or adds attributes by tag; null takes one out. */
  readonly attributes?: Readonly<Record<string, Attribute | null>>;
  /** Encapsulated pixel data: an offset table item, then fragments. Replaces native pixel data. */
  readonly fragments?: readonly Uint8Array[];
}

/** One MR image of 4 x 4 unsigned 16-bit pixels that differ in both bytes. */
export function mrImage(study: string, series: string, instance: string, overrides: Overrides = {}): Buffer {
  const { bigEndian = false, fragments } = overrides;
  const pixels = Buffer.alloc(32);
  for (let i = 0; i < 16; i++) pixels.writeUInt16LE(i * 257 + (i > 8 ? 1 : 0), i * 2);
  if (bigEndian) pixels.swap16();
  const attributes: Record<string, Attribute | null> = {
    '00080005': ['00080005', 'CS', 'ISO_IR 100'],
    '00080016': ['00080016', 'UI', '1.2.840.10008.5.1.4.1.1.4'],
    '00080018': ['00080018', 'UI', instance],
    '00080020': ['00080020', 'DA', '20260102'],
    '00080030': ['00080030', 'TM', '101500'],
    '00080060': ['00080060', 'CS', 'MR'],
    '0008103E': ['0008103E', 'LO', 'AX FLAIR'],
    '00100010': ['00100010', 'PN', 'Example^Ada'],
    '00100020': ['00100020', 'LO', 'EX-1'],
    '0020000D': ['0020000D', 'UI', study],
    '0020000E': ['0020000E', 'UI', series],
    '00200011': ['00200011', 'IS', '1'],
    '00200013': ['00200013', 'IS', '1'],
    '00200032': ['00200032', 'DS', '-1.5\\2\\3.25'],
    '00280002': ['00280002', 'US', 1],
    '00280010': ['00280010', 'US', 4],
    '00280011': ['00280011', 'US', 4],
    '00280100': ['00280100', 'US', 16],
    '00280103': ['00280103', 'US', 0],
    '7FE00010': fragments ? null : ['7FE00010', 'OW', pixels],
    ...overrides.attributes,
  };
  const dataSet = Object.keys(attributes)
    .sort()
    .flatMap((tag) => (attributes[tag] ? [element(attributes[tag], bigEndian)] : []));
  const syntax = overrides.transferSyntax ?? (bigEndian ? '1.2.840.10008.1.2.2' : '1.2.840.10008.1.2.1');
  const meta = element(['00020010', 'UI', syntax]);
  const length = Buffer.alloc(4);
  length.writeUInt32LE(meta.length);
  return Buffer.concat([
    ...[Buffer.alloc(128), Buffer.from('DICM'), element(['00020000', 'UL', length]), meta, ...dataSet],
    ...(fragments ? [encapsulated(fragments)] : []),
  ]);
}

function encapsulated(fragments: readonly Uint8Array[]): Buffer {
  const items = fragments.map((bytes) =>
    Buffer.concat([header('FFFEE000', undefined, bytes.length, false), bytes]),
  );
  return Buffer.concat([
    header('7FE00010', 'OB', 0xffffffff, false),
    ...items,
    header('FFFEE0DD', undefined, 0, false),
  ]);
}
