import type { Vec3, Vec6 } from '@lacuna/core/imaging/series.ts';
import type { Instance } from '../host/ohif-types.ts';

/**
 * Readers of naturalised DICOM attributes. Servers send numbers as strings, single values for lists, empty objects for
 * empty elements; anything that does not read as the wanted type is `undefined`, so that admission can name what is missing.
 */
const listOf = (value: unknown): readonly unknown[] =>
  Array.isArray(value) ? value : ArrayBuffer.isView(value) ? Array.from(value as Float64Array) : [value];

export function number(instance: Instance, keyword: string): number | undefined {
  return toNumber(listOf(instance[keyword])[0]);
}

export function text(instance: Instance, keyword: string): string | undefined {
  const value = listOf(instance[keyword])[0];
  if (typeof value === 'string' && value.trim() !== '') return value.trim();
  return typeof value === 'number' ? String(value) : undefined;
}

export function texts(instance: Instance, keyword: string): readonly string[] | undefined {
  const value = instance[keyword];
  const values = typeof value === 'string' ? value.split('\\') : listOf(value);
  const strings = values.filter((item): item is string => typeof item === 'string');
  return strings.length > 0 ? strings : undefined;
}

export function vec3(instance: Instance, keyword: string): Vec3 | undefined {
  const [x, y, z] = numbers(instance[keyword], 3) ?? [];
  return x === undefined || y === undefined || z === undefined ? undefined : [x, y, z];
}

export function vec6(instance: Instance, keyword: string): Vec6 | undefined {
  const [a, b, c, d, e, f] = numbers(instance[keyword], 6) ?? [];
  if (a === undefined || b === undefined || c === undefined) return undefined;
  if (d === undefined || e === undefined || f === undefined) return undefined;
  return [a, b, c, d, e, f];
}

/** [row spacing, column spacing], mm. */
export function pixelSpacing(instance: Instance): readonly [number, number] | undefined {
  const [row, column] = numbers(instance['PixelSpacing'], 2) ?? [];
  return row === undefined || column === undefined ? undefined : [row, column];
}

function numbers(value: unknown, length: number): number[] | undefined {
  const values = (typeof value === 'string' ? value.split('\\') : listOf(value)).map(toNumber);
  if (values.length !== length || values.some((item) => item === undefined)) return undefined;
  return values as number[];
}

function toNumber(value: unknown): number | undefined {
  const result = typeof value === 'string' && value.trim() !== '' ? Number(value) : value;
  return typeof result === 'number' && Number.isFinite(result) ? result : undefined;
}
