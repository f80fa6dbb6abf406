import type { CandidateRegion } from '@lacuna/core/anomaly/candidate-regions.ts';
import type { LayerId } from '../methods.ts';
import type { SeriesWorkspace } from '../review/workspace.ts';
import type { Candidate } from './candidate.ts';
import { matchDecisions, type Voxel } from './decisions.ts';
import type { OutputRegions } from './output-regions.ts';

/** Share of the seeds that find a region (its runs per slice) again; null where no seeds were run. */
export type StabilityOf = (
  output: LayerId,
  footprint: () => ReadonlyMap<number, Int32Array>,
) => number | null;

/** The regions of one layer with what a person has said of them. */
export function candidatesOf(
  { series, results, writer, book }: SeriesWorkspace,
  output: LayerId,
  outputRegions: OutputRegions,
  stability: StabilityOf,
): Candidate[] {
  const { regions } = outputRegions;
  const heights = series.slices.map(({ geometry }) => geometry);
  const columns = heights[0]?.columns ?? 1;
  const matched = matchDecisions(
    book.decisions,
    output,
    regions.map((region) => ({ peak: region.peak, peakVoxel: peakVoxel(region, columns) })),
    (voxel) => outputRegions.numberAt(voxel) - 1,
    ({ slice, index }) => results.get(output, slice)?.anomalyMap[index] ?? 0,
  );
  return regions.map((region, r) => ({
    ...region,
    ...matched[r]!,
    output,
    centreSlice: nearestSlice(region, heights),
    shownSlices: shownSlices(region, series.slices),
    trackingUid: book.trackingUid(matched[r]!.id),
    edited: range(region).some((slice) => writer.isEdited(output, slice)),
    stability: stability(output, () => outputRegions.footprint(region)),
  }));
}

export function peakVoxel({ peakAt }: CandidateRegion, columns: number): Voxel {
  return { slice: peakAt.slice, index: peakAt.row * columns + peakAt.column };
}

function range({ firstSlice, lastSlice }: CandidateRegion): number[] {
  return Array.from({ length: lastSlice - firstSlice + 1 }, (_, i) => firstSlice + i);
}

function shownSlices(
  { firstSlice, lastSlice }: CandidateRegion,
  slices: readonly { displayIndex: number }[],
): readonly [number, number] {
  const ends = [slices[firstSlice]!.displayIndex, slices[lastSlice]!.displayIndex];
  return [Math.min(...ends), Math.max(...ends)];
}

/** The slice of the region whose plane is nearest to its centre of mass. */
function nearestSlice(
  region: CandidateRegion,
  slices: readonly {
    imagePositionPatient: readonly [number, number, number];
    imageOrientationPatient: readonly [number, number, number, number, number, number];
  }[],
): number {
  const [rx, ry, rz, cx, cy, cz] = slices[0]!.imageOrientationPatient;
  const normal = [ry * cz - rz * cy, rz * cx - rx * cz, rx * cy - ry * cx] as const;
  const distance = (slice: number) => {
    const origin = slices[slice]!.imagePositionPatient;
    return Math.abs(normal.reduce((sum, n, axis) => sum + n * (region.centreMm[axis]! - origin[axis]!), 0));
  };
  return range(region).reduce((best, slice) => (distance(slice) < distance(best) ? slice : best));
}
