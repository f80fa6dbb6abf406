import { LacunaError } from '../errors.ts';
import type { SliceGeometry, Vec3 } from '../imaging/series.ts';
import { labelRegions } from './region-labels.ts';
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

interface Sums {
  voxels: number;
  volume: number;
  weighted: number;
  centre: [number, number, number];
  left: number;
  shared: number;
  peak: number;
  peakAt: { slice: number; row: number; column: number };
  firstSlice: number;
  lastSlice: number;
}

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
  const { thicknessMm, joined } = sliceStack(slices, options.nominalThicknessMm);
  const labelled = labelRegions(masks, slices[0]?.columns ?? 1, joined);
  const sums = Array.from({ length: labelled.count }, emptySums);
  labelled.slices.forEach((labels, z) => {
    if (labels) addSlice(sums, labels, z, slices[z]!, thicknessMm[z]!, maps[z]!, options);
  });
  const minimumMm3 = 1000 * (options.minimumVolumeMl ?? 0);
  const kept = sums.map((sum, i) => ({ sum, label: i + 1 })).filter(({ sum }) => sum.volume >= minimumMm3);
  kept.sort((a, b) => b.sum.peak - a.sum.peak || b.sum.volume - a.sum.volume || a.label - b.label);
  const numberOf = new Int32Array(labelled.count + 1);
  kept.forEach(({ label }, i) => (numberOf[label] = i + 1));
  return {
    regions: kept.map(({ sum }, i) => describe(sum, i + 1, options)),
    labels: labelled.slices.map((labels) => labels?.map((label) => numberOf[label]!) ?? null),
    dropped: sums.length - kept.length,
  };
}

function emptySums(): Sums {
  const nowhere = { slice: 0, row: 0, column: 0 };
  const figures = { voxels: 0, volume: 0, weighted: 0, left: 0, shared: 0, peak: -Infinity };
  return { ...figures, centre: [0, 0, 0], peakAt: nowhere, firstSlice: Infinity, lastSlice: -1 };
}

function addSlice(
  sums: readonly Sums[],
  labels: Int32Array,
  z: number,
  geometry: SliceGeometry,
  thicknessMm: number,
  map: Float32Array,
  { midlineXMm, otherMasks }: RegionOptions,
): void {
  const { columns, rowSpacingMm, columnSpacingMm, imagePositionPatient: origin } = geometry;
  const [rx, ry, rz, cx, cy, cz] = geometry.imageOrientationPatient;
  const volume = rowSpacingMm * columnSpacingMm * thicknessMm;
  const other = otherMasks?.[z];
  labels.forEach((label, i) => {
    if (label === 0) return;
    const sum = sums[label - 1]!;
    const row = Math.floor(i / columns);
    const column = i % columns;
    const [alongRow, alongColumn] = [column * columnSpacingMm, row * rowSpacingMm];
    const x = origin[0] + alongRow * rx + alongColumn * cx;
    sum.voxels++;
    sum.volume += volume;
    sum.weighted += volume * map[i]!;
    sum.centre[0] += volume * x;
    sum.centre[1] += volume * (origin[1] + alongRow * ry + alongColumn * cy);
    sum.centre[2] += volume * (origin[2] + alongRow * rz + alongColumn * cz);
    if (midlineXMm !== undefined && x > midlineXMm) sum.left += volume;
    if (other && other[i] !== 0) sum.shared += volume;
    if (map[i]! > sum.peak) {
      sum.peak = map[i]!;
      sum.peakAt = { slice: z, row, column };
    }
    sum.firstSlice = Math.min(sum.firstSlice, z);
    sum.lastSlice = z;
  });
}

function describe(sum: Sums, number: number, { midlineXMm, otherMasks }: RegionOptions): CandidateRegion {
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
    centreMm: [sum.centre[0] / volume, sum.centre[1] / volume, sum.centre[2] / volume],
    ...(midlineXMm === undefined ? {} : { side }),
    ...(otherMasks ? { agreement: sum.shared / volume } : {}),
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
