import { LacunaError } from '../errors.ts';
import type { SliceGeometry, Vec3 } from '../imaging/series.ts';
import { runsFrom } from './mask-runs.ts';
import { partCounts, type PartCounts } from './part-counts.ts';
import { joinParts, type JoinedParts } from './region-labels.ts';
import { regionSums, type RegionSums } from './region-sums.ts';
import { eachRun, linkParts, sliceParts, type SliceParts } from './slice-parts.ts';
import { sliceStack } from './slice-stack.ts';

export type Side = 'left' | 'right' | 'both';

/** A candidate region over slices: what is above the threshold and hangs together. Not a finding. */
export interface CandidateRegion {
  /** From 1; the highest peak first. */
  readonly number: number;
  readonly voxels: number;
  readonly volumeMl: number;
  /** Highest value of the anomaly map, and where it lies. */
  readonly peak: number;
  readonly peakAt: { readonly slice: number; readonly row: number; readonly column: number };
  /** Mean of the map over the region's voxels, each weighted by its volume. */
  readonly mean: number;
  /** Indices from 0, feet to head, both included. */
  readonly firstSlice: number;
  readonly lastSlice: number;
  /** First and last row and column over all its slices, both included. */
  readonly box: readonly [firstRow: number, lastRow: number, firstColumn: number, lastColumn: number];
  /** Centre of mass, patient coordinates (LPS), mm. */
  readonly centreMm: Vec3;
  /** Of the patient; absent where the midline is not known. */
  readonly side?: Side;
  /** Share of the region's volume that is also in the other method's mask, 0..1; absent without one. */
  readonly agreement?: number;
}

export interface CandidateRegions {
  readonly regions: readonly CandidateRegion[];
  /** Per slice the region's number at each pixel, 0 outside; null where there was no mask. */
  readonly labels: readonly (Int32Array | null)[];
  /** Components that were left out for their size. */
  readonly dropped: number;
}

export interface RegionOptions {
  /** Smaller components are left out; default 0, as the mask has been freed of small areas already. */
  readonly minimumVolumeMl?: number;
  /** Thickness of a slice that stands alone, mm. */
  readonly nominalThicknessMm?: number;
  /** x of the plane between the hemispheres in patient coordinates, mm; +x is the patient's left. */
  readonly midlineXMm?: number;
  /** Masks of the other method, one per slice. */
  readonly otherMasks?: readonly (Uint8Array | null)[];
}

/** A region lies on one side when at least this share of its volume does. */
const ONE_SIDED = 0.9;

/**
 * The candidate regions of a mask: three-dimensional connected components with their figures.
 *
 * @param slices geometry, feet to head, one matrix throughout
 * @param masks as from `thresholdMask`, one per slice; null for slices that were not analysed
 * @param maps the anomaly map of each slice
 * @throws LacunaError `invalid-argument` when these do not belong together
 */
export function candidateRegions(
  slices: readonly SliceGeometry[],
  masks: readonly (Uint8Array | null)[],
  maps: readonly (Float32Array | null)[],
  options: RegionOptions = {},
): CandidateRegions {
  checkInput(slices, masks, maps);
  const stack = sliceStack(slices, options.nominalThicknessMm);
  const columns = slices[0]?.columns ?? 1;
  const parts = masks.map((mask, z) => mask && sliceParts(mask, maps[z]!, columns));
  const links = parts.map((below, z) => {
    const above = parts[z + 1];
    return below && above && stack.joined[z] ? linkParts(below, above) : null;
  });
  const joined = joinParts(parts, links);
  const { midlineXMm, otherMasks, minimumVolumeMl } = options;
  const counts = parts.map((part, z) => {
    const other = otherMasks?.[z];
    return part && partCounts(part, slices[z]!, midlineXMm, other ? runsFrom(other, columns, 0) : null);
  });
  const described = describeRegions(slices, parts, joined, {
    minimumVolumeMl,
    thicknessMm: stack.thicknessMm,
    counts,
    sided: midlineXMm !== undefined,
    compared: otherMasks !== undefined,
  });
  const labels = parts.map(
    (part, z) => part && paintLabels(part, joined.regionOf[z]!, described, masks[z]!.length),
  );
  return { regions: described.regions, labels, dropped: described.dropped };
}

export interface DescribedRegions {
  readonly regions: readonly CandidateRegion[];
  /** For each joined region its number from 1, or 0 where it was left out for its size. */
  readonly numberOf: Int32Array;
  readonly dropped: number;
}

export interface DescribeOptions {
  readonly minimumVolumeMl?: number | undefined;
  /** As from `sliceStack`. */
  readonly thicknessMm: readonly number[];
  /** Of each slice's parts. */
  readonly counts: readonly (PartCounts | null)[];
  /** The midline is known, and what lies left of it was counted. */
  readonly sided: boolean;
  /** There is another mask, and what lies in it was counted. */
  readonly compared: boolean;
}

/** The figures of joined parts, the highest peak first. */
export function describeRegions(
  slices: readonly SliceGeometry[],
  parts: readonly (SliceParts | null)[],
  joined: JoinedParts,
  options: DescribeOptions,
): DescribedRegions {
  const sums = regionSums(slices, parts, joined, options.thicknessMm, options.counts);
  const minimumMm3 = 1000 * (options.minimumVolumeMl ?? 0);
  const kept = sums.map((sum, label) => ({ sum, label })).filter(({ sum }) => sum.volume >= minimumMm3);
  kept.sort((a, b) => b.sum.peak - a.sum.peak || b.sum.volume - a.sum.volume || a.label - b.label);
  const numberOf = new Int32Array(joined.count);
  kept.forEach(({ label }, i) => (numberOf[label] = i + 1));
  const regions = kept.map(({ sum }, i) => describe(sum, i + 1, options));
  return { regions, numberOf, dropped: sums.length - kept.length };
}

/** The region's number at each pixel of one slice, 0 outside. */
function paintLabels(
  slice: SliceParts,
  regionOf: Int32Array,
  { numberOf }: Pick<DescribedRegions, 'numberOf'>,
  pixels: number,
): Int32Array {
  const labels = new Int32Array(pixels);
  eachRun(slice, (part, start, end) => labels.fill(numberOf[regionOf[part]!]!, start, end));
  return labels;
}

function describe(sum: RegionSums, number: number, { sided, compared }: DescribeOptions): CandidateRegion {
  const { volume } = sum;
  const left = sum.left / volume;
  const side = left >= ONE_SIDED ? 'left' : left <= 1 - ONE_SIDED ? 'right' : 'both';
  return {
    number,
    voxels: sum.voxels,
    volumeMl: volume / 1000,
    peak: sum.peak,
    peakAt: sum.peakAt,
    mean: sum.weighted / volume,
    firstSlice: sum.firstSlice,
    lastSlice: sum.lastSlice,
    box: sum.box,
    centreMm: [sum.centre[0] / volume, sum.centre[1] / volume, sum.centre[2] / volume],
    ...(sided ? { side } : {}),
    ...(compared ? { agreement: sum.shared / volume } : {}),
  };
}

function checkInput(
  slices: readonly SliceGeometry[],
  masks: readonly (Uint8Array | null)[],
  maps: readonly (Float32Array | null)[],
): void {
  const [first] = slices;
  const fits = slices.every(
    ({ rows, columns }, z) =>
      rows === first?.rows &&
      columns === first.columns &&
      (!masks[z] || (masks[z].length === rows * columns && maps[z]?.length === rows * columns)),
  );
  if (fits && masks.length === slices.length && maps.length === slices.length) return;
  throw new LacunaError(
    'invalid-argument',
    'Candidate regions need a mask and a map for each slice, of one matrix.',
    {
      slices: slices.length,
      masks: masks.length,
      maps: maps.length,
    },
  );
}
