import { type AttributeReader, buildSource } from './source-builder.ts';
import type { SourceInstance } from './source-instance.ts';

/** One naturalised instance, as OHIF and dcmjs hold it: keywords, values of whatever type the server sent. */
export type Metadata = Readonly<Record<string, unknown>>;

/** Where metadata of a frame say which it is, from 1; absent from a single-frame instance. No DICOM keyword. */
export const FRAME_NUMBER = 'LacunaFrameNumber';

/** @throws LacunaError `corrupt-file` | `no-geometry` */
export function sourceFromMetadata(metadata: Metadata): SourceInstance {
  const source = buildSource(metadataReader(metadata));
  const frameNumber = metadata[FRAME_NUMBER];
  return typeof frameNumber === 'number' ? { ...source, frameNumber } : source;
}

/** Strings for numbers, single values for lists, typed arrays, `{Alphabetic}` for names: all are met in practice. */
function metadataReader(metadata: Metadata): AttributeReader {
  return {
    text: (keyword) => toText(list(metadata[keyword])[0]),
    numbers(keyword) {
      const value = metadata[keyword];
      const values = (typeof value === 'string' ? value.split('\\') : list(value)).map(toNumber);
      return values.length > 0 && values.every((number) => number !== undefined) ? values : undefined;
    },
  };
}

function list(value: unknown): readonly unknown[] {
  if (Array.isArray(value)) return value;
  if (ArrayBuffer.isView(value) && !(value instanceof DataView)) return Array.from(value as Float64Array);
  return value === undefined || value === null ? [] : [value];
}

function toText(value: unknown): string | undefined {
  if (typeof value === 'string') return value.trim();
  if (typeof value === 'number') return String(value);
  if (typeof value !== 'object' || value === null) return undefined;
  const groups = (['Alphabetic', 'Ideographic', 'Phonetic'] as const).map((group) => {
    const part = (value as Metadata)[group];
    return typeof part === 'string' ? part.trim() : '';
  });
  return groups.join('=').replace(/=+$/, '') || undefined;
}

function toNumber(value: unknown): number | undefined {
  const number = typeof value === 'string' && value.trim() !== '' ? Number(value) : value;
  return typeof number === 'number' && Number.isFinite(number) ? number : undefined;
}
