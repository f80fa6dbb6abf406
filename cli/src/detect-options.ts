import { LacunaError } from '@lacuna/core/errors.ts';
import { METHOD_IDS, type MethodId } from '@lacuna/core/inference/detector.ts';
import {
  OPERATING_POINTS,
  type OperatingPoint,
  type WeightsManifest,
} from '@lacuna/core/inference/manifest-types.ts';

export const FORMATS = ['nifti', 'seg'] as const;
export type Format = (typeof FORMATS)[number];

/** First and last slice to run, counted from 1 at the feet, both included. */
export interface SliceRange {
  first: number;
  last: number;
}

/** A threshold and where it comes from. */
export interface ResolvedThreshold {
  value: number;
  source: string;
}

/** Says what is wrong with an option; a usage error. */
function wrong(sentence: string): never {
  throw new LacunaError('invalid-argument', sentence);
}

export function parseMethods(text: string): readonly MethodId[] {
  if (text === 'all') return METHOD_IDS;
  const method = METHOD_IDS.find((id) => id === text);
  return method ? [method] : wrong(`There is no method ${text}; choose ${METHOD_IDS.join(', ')} or all.`);
}

export function parseSeed(text: string): number {
  const seed = Number(text);
  return /^\d+$/.test(text) && seed <= 0xffffffff
    ? seed
    : wrong('The seed must be a whole number from 0 to 4294967295.');
}

export function parseFormats(text: string): readonly Format[] {
  const names = text.split(',').map((name) => name.trim());
  const unknown = names.find((name) => !FORMATS.some((format) => format === name));
  if (unknown !== undefined)
    wrong(`There is no format ${unknown || '(empty)'}; choose nifti, seg or nifti,seg.`);
  return FORMATS.filter((format) => names.includes(format));
}

export function parseSlices(text: string): SliceRange {
  const match = /^(\d{1,6})(?:-(\d{1,6}))?$/.exec(text);
  const first = Number(match?.[1]);
  const last = Number(match?.[2] ?? match?.[1]);
  return match && first >= 1 && last >= first
    ? { first, last }
    : wrong('The slices must be given as a-b, for example 10-15, counted from 1 at the feet.');
}

export type ThresholdChoice = OperatingPoint | number;

export function parseThreshold(text: string): ThresholdChoice {
  const point = OPERATING_POINTS.find((name) => name === text);
  if (point) return point;
  const value = Number(text);
  return text.trim() !== '' && Number.isFinite(value) && value >= 0
    ? value
    : wrong(`The threshold must be ${OPERATING_POINTS.join(', ')} or a number of 0 or more.`);
}

/** The threshold of a method: the caller's, else the default operating point of the weights. */
export function resolveThreshold(
  manifest: WeightsManifest,
  method: MethodId,
  choice: ThresholdChoice | undefined,
): ResolvedThreshold {
  if (typeof choice === 'number') return { value: choice, source: 'command line' };
  const { thresholds } = manifest.methods[method];
  const point = choice ?? thresholds.default;
  return { value: thresholds[point], source: `${point} of the weights ${manifest.id} ${manifest.version}` };
}

/** Indices of the slices to run. @throws LacunaError `invalid-argument` when the series has fewer */
export function sliceIndices(range: SliceRange | undefined, sliceCount: number): number[] {
  const { first, last } = range ?? { first: 1, last: sliceCount };
  if (last > sliceCount) wrong(`The series has ${sliceCount} slices; slices ${first}-${last} do not exist.`);
  return Array.from({ length: last - first + 1 }, (_, i) => first - 1 + i);
}
