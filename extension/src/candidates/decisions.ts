import type { LayerId } from '../methods.ts';
import type { CandidateStatus } from './candidate.ts';

/** A voxel of the series: slice from feet to head, and row-major index in it. */
export interface Voxel {
  readonly slice: number;
  readonly index: number;
}

/** What a person said of a region, and where that region was. */
export interface Decision {
  readonly id: string;
  readonly output: LayerId;
  readonly anchor: Voxel;
  readonly status: CandidateStatus;
  readonly name: string | null;
  /** The region when it was decided on: per slice pairs of first index and index after the last. */
  readonly footprint: ReadonlyMap<number, Int32Array>;
}

/** A region as decisions are matched with it. */
export interface RegionToMatch {
  readonly peak: number;
  readonly peakVoxel: Voxel;
}

export interface Matched {
  readonly id: string;
  readonly status: CandidateStatus;
  readonly name: string | null;
}

/**
 * Which decision holds for which region, now that the threshold or a brush has changed the regions.
 *
 * A decision belongs to the region that has its peak where the decided one had it. A region that grew together with one
 * of a higher peak is that other one: a rejection never takes away what nobody has looked at. Parts that fall off a
 * decided region keep its status; the first of them also its name, when the peak itself is gone.
 *
 * @param regionAt number of the region at a voxel, as index into `regions`; -1 outside
 * @param valueAt the anomaly map at a voxel
 */
export function matchDecisions(
  decisions: readonly Decision[],
  output: LayerId,
  regions: readonly RegionToMatch[],
  regionAt: (voxel: Voxel) => number,
  valueAt: (voxel: Voxel) => number,
): Matched[] {
  const own = new Map<number, Decision>();
  const ofOutput = decisions.filter((decision) => decision.output === output);
  for (const decision of ofOutput) {
    const region = regions[regionAt(decision.anchor)];
    if (!region || valueAt(decision.anchor) < region.peak) continue;
    own.set(regionAt(decision.anchor), decision); // of several on one plateau the last made
  }
  const latestFirst = [...ofOutput].reverse();
  const taken = new Set(own.values());
  return regions.map((region, r): Matched => {
    const decision = own.get(r);
    if (decision) return decision;
    const fresh = voxelId(output, region.peakVoxel);
    const parent = latestFirst.find(({ footprint }) => covers(footprint, region.peakVoxel));
    if (!parent) return { id: fresh, status: 'open', name: null };
    if (taken.has(parent)) return { id: fresh, status: parent.status, name: null };
    taken.add(parent);
    return parent;
  });
}

function voxelId(output: LayerId, { slice, index }: Voxel): string {
  return `${output}:${slice}:${index}`;
}

function covers(footprint: ReadonlyMap<number, Int32Array>, { slice, index }: Voxel): boolean {
  const pairs = footprint.get(slice);
  if (!pairs) return false;
  for (let i = 0; i < pairs.length; i += 2) {
    if (index >= pairs[i]! && index < pairs[i + 1]!) return true;
  }
  return false;
}
