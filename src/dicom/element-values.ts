import type { DataSet } from 'dicom-parser';

/** Longest value read as text, bytes; a longer one reads as absent. */
const LONGEST_TEXT = 65_536;
const ASCII = new TextDecoder('latin1');
const UTF8 = new TextDecoder('utf-8');

/** Bytes of an element, a view; undefined when absent, empty or reaching beyond the file. */
export function valueBytes(dataSet: DataSet, tag: string): Uint8Array | undefined {
  const element = dataSet.elements[tag];
  if (!element || !(element.length > 0)) return undefined;
  const end = element.dataOffset + element.length;
  return end > dataSet.byteArray.length
    ? undefined
    : new Uint8Array(
        dataSet.byteArray.buffer,
        dataSet.byteArray.byteOffset + element.dataOffset,
        element.length,
      );
}

/** Text of a VR that allows the default repertoire only (UI, CS, DS, IS, DA), without its padding. */
export function plainText(dataSet: DataSet, tag: string): string | undefined {
  return decode(dataSet, tag, ASCII);
}

/** Text of a file whose character set is ISO_IR 192. */
export function unicodeText(dataSet: DataSet, tag: string): string | undefined {
  return decode(dataSet, tag, UTF8);
}

function decode(dataSet: DataSet, tag: string, decoder: TextDecoder): string | undefined {
  const bytes = valueBytes(dataSet, tag);
  if (!bytes || bytes.length > LONGEST_TEXT) return undefined;
  return decoder.decode(bytes).replace(/[\0 ]+$/, '');
}

/** Numbers of a DS or IS element; undefined when one of them is not a finite number. */
export function decimals(dataSet: DataSet, tag: string): readonly number[] | undefined {
  const parts = plainText(dataSet, tag)?.split('\\');
  const values = parts?.map((part) => (part.trim() === '' ? NaN : Number(part)));
  return values?.every(Number.isFinite) ? values : undefined;
}

/** The first value of a US element. */
export function unsignedShort(dataSet: DataSet, tag: string): number | undefined {
  const bytes = valueBytes(dataSet, tag);
  return bytes && bytes.length >= 2 ? bytes[0]! | (bytes[1]! << 8) : undefined;
}

/** Items of a sequence; none when it is absent. */
export function items(dataSet: DataSet | undefined, tag: string): readonly DataSet[] {
  const found = dataSet?.elements[tag]?.items ?? [];
  return found.flatMap(({ dataSet: item }) => (item ? [item] : []));
}

/** Calls `visit` for every element of a data set, those inside sequences included. */
export function walkElements(dataSet: DataSet, visit: (tag: string, owner: DataSet) => void): void {
  for (const [tag, element] of Object.entries(dataSet.elements)) {
    visit(tag, dataSet);
    for (const item of element.items ?? []) if (item.dataSet) walkElements(item.dataSet, visit);
  }
}
