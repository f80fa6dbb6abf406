import type { LayerId } from '../methods.ts';
import type { ReviewSlice } from '../series/review-series.ts';
import type { Candidate, CandidateMasks } from './candidate.ts';
import type { OutputRegions } from './output-regions.ts';

/** The regions that are not rejected, numbered anew, with their voxels. */
export function exportMasks(
  output: LayerId,
  candidates: readonly Candidate[],
  regions: OutputRegions,
  slices: readonly ReviewSlice[],
): CandidateMasks {
  const kept = candidates.filter(({ status }) => status !== 'rejected');
  const newNumber = new Int32Array(candidates.length + 1);
  kept.forEach(({ number }, i) => (newNumber[number] = i + 1));
  const labels = slices.map(({ geometry }, slice) => {
    let image: Int32Array | null = null;
    regions.eachRunOf(slice, (number, start, end) => {
      if (newNumber[number] === 0) return;
      image ??= new Int32Array(geometry.rows * geometry.columns);
      image.fill(newNumber[number]!, start, end);
    });
    return image;
  });
  return { output, regions: kept.map((region, i) => ({ ...region, number: i + 1 })), labels };
}
