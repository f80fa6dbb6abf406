import type { DataSet } from 'dicom-parser';
import { decodeText } from './character-set.ts';
import { type AttributeReader, buildSource } from './source-builder.ts';
import type { SourceInstance } from './source-instance.ts';
import { TAGS } from './tags.ts';

/** Longest text taken over from a file, bytes; no attribute read here may legally be longer than a few hundred. */
const LONGEST_TEXT = 4096;

/**
 * A source instance from a parsed single-frame file.
 * @throws LacunaError `corrupt-file` | `no-geometry`
 */
export function sourceFromDataSet(dataSet: DataSet): SourceInstance {
  return buildSource(dataSetReader(dataSet));
}

/** Reads elements defensively: a length that leaves the file, or a binary value too short, reads as absent. */
export function dataSetReader(dataSet: DataSet): AttributeReader {
  const text = (keyword: string): string | undefined => {
    const bytes = elementBytes(dataSet, keyword);
    return bytes && decodeText(bytes, ascii(elementBytes(dataSet, 'SpecificCharacterSet'))).trim();
  };
  return {
    text,
    numbers(keyword) {
      const tag = TAGS[keyword];
      if (!tag || !elementBytes(dataSet, keyword)) return undefined;
      if (tag.vr === 'US') {
        const value = dataSet.uint16(tag.tag);
        return value === undefined ? undefined : [value];
      }
      const values = (text(keyword) ?? '')
        .split('\\')
        .map((part) => (part.trim() === '' ? NaN : Number(part)));
      return values.every(Number.isFinite) ? values : undefined;
    },
  };
}

function elementBytes(dataSet: DataSet, keyword: string): Uint8Array | undefined {
  const element = dataSet.elements[TAGS[keyword]?.tag ?? ''];
  if (!element || !(element.length > 0)) return undefined;
  const end = element.dataOffset + Math.min(element.length, LONGEST_TEXT);
  return end > dataSet.byteArray.length ? undefined : dataSet.byteArray.subarray(element.dataOffset, end);
}

const ascii = (bytes: Uint8Array | undefined) => bytes && String.fromCharCode(...bytes);
