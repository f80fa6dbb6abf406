import { LacunaError } from '@lacuna/core/errors.ts';
import { METHOD_IDS, type MethodId, OUTPUT_IDS, type OutputId } from '@lacuna/core/inference/detector.ts';
import { availableOutputs, mapCalibration } from '@lacuna/core/inference/map-calibration.ts';
import {
  OPERATING_POINTS,
  type OperatingPoint,
  type WeightsManifest,
} from '@lacuna/core/inference/manifest-types.ts';

export const FORMATS = ['nifti', 'seg', 'seg-combined', 'labelmap', 'pmap', 'sr', 'key-images'] as const;
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

export type MethodChoice = OutputId | 'all';

export function parseMethod(text: string): MethodChoice {
  const choice = [...OUTPUT_IDS, 'all' as const].find((id) => id === text);
  return choice ?? wrong(`There is no method ${text}; choose ${OUTPUT_IDS.join(', ')} or all.`);
}

export interface RunPlan {
  /** What is computed. */
  methods: readonly MethodId[];
  /** What is written. */
  outputs: readonly OutputId[];
}

/**
 * `all` is what the weights give: both methods, and their consensus where it is calibrated.
 * @throws LacunaError `invalid-argument` when a consensus is asked for that the weights do not have
 */
export function planRun(choice: MethodChoice, manifest: WeightsManifest): RunPlan {
  if (choice === 'all') return { methods: METHOD_IDS, outputs: availableOutputs(manifest) };
  if (choice !== 'consensus') return { methods: [choice], outputs: [choice] };
  if (!manifest.consensus) withoutConsensus(manifest);
  return { methods: METHOD_IDS, outputs: ['consensus'] };
}

function withoutConsensus({ id, version }: WeightsManifest): never {
  return wrong(
    `The weights ${id} ${version} are not calibrated for a consensus. Choose another method, or give a file with --calibration.`,
  );
}

export function parseSeed(text: string): number {
  const seed = Number(text);
  return /^\d+$/.test(text) && seed <= 0xffffffff
    ? seed
    : wrong('The seed must be a whole number from 0 to 4294967295.');
}

/** Denoiser calls of latent Bernoulli; whether the weights allow so many is for the core to say. */
export function parseSteps(text: string): number {
  const steps = Number(text);
  return /^[1-9]\d{0,3}$/.test(text)
    ? steps
    : wrong(
        'The number of steps must be a whole number from 1, at most that of the published schedule, 200.',
      );
}

export function parseFormats(text: string): readonly Format[] {
  const names = text.split(',').map((name) => name.trim());
  const unknown = names.find((name) => !FORMATS.some((format) => format === name));
  if (unknown !== undefined)
    wrong(
      `There is no format ${unknown || '(empty)'}; choose among ${FORMATS.join(', ')}, parted by commas.`,
    );
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

export function parseSubseries(text: string): number {
  const number = Number(text);
  return /^[1-9]\d{0,3}$/.test(text)
    ? number
    : wrong('The subseries must be a whole number from 1, as the list of stacks gives it.');
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

/** The threshold of an output: the caller's, else the default operating point of the weights. */
export function resolveThreshold(
  manifest: WeightsManifest,
  output: OutputId,
  choice: ThresholdChoice | undefined,
): ResolvedThreshold {
  if (typeof choice === 'number') return { value: choice, source: 'command line' };
  const { thresholds } = mapCalibration(manifest, output) ?? withoutConsensus(manifest);
  const point = choice ?? thresholds.default;
  const from = manifest.calibrationFile ? 'a calibration file for the weights' : 'the weights';
  return { value: thresholds[point], source: `${point} of ${from} ${manifest.id} ${manifest.version}` };
}

/** Indices of the slices to run. @throws LacunaError `invalid-argument` when the series has fewer */
export function sliceIndices(range: SliceRange | undefined, sliceCount: number): number[] {
  const { first, last } = range ?? { first: 1, last: sliceCount };
  if (last > sliceCount) wrong(`The series has ${sliceCount} slices; slices ${first}-${last} do not exist.`);
  return Array.from({ length: last - first + 1 }, (_, i) => first - 1 + i);
}
