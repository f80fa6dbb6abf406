import type { DataSet } from 'dicom-parser';

/** Decimal strings of an element (VR DS or IS) as numbers; undefined when absent; NaN stays for the geometry check to refuse. */
export function decimals(dataSet: DataSet, tag: string): number[] | undefined {
  const text = dataSet.string(tag);
  if (text === undefined || text.length > 4096) return undefined;
  return text.split('\\').map((part) => (part.trim() === '' ? NaN : Number(part)));
}

export function decimal(dataSet: DataSet, tag: string): number | undefined {
  const value = decimals(dataSet, tag)?.[0];
  return value !== undefined && Number.isFinite(value) ? value : undefined;
}

/** An unsigned short; undefined when absent or shorter than two bytes, whatever the parser would read there. */
export function unsignedShort(dataSet: DataSet, tag: string): number | undefined {
  const element = dataSet.elements[tag];
  if (!element || element.length < 2 || element.dataOffset + 2 > dataSet.byteArray.length) return undefined;
  return dataSet.uint16(tag);
}
