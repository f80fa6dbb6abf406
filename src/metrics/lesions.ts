import { type Connectivity3, type Shape3, connectedRegions } from './components-3d.ts';

export interface LesionRequest {
  /** Candidate regions; not 0 is inside. */
  mask: ArrayLike<number>;
  truth: ArrayLike<number>;
  shape: Shape3;
  /** Smaller regions, of mask and truth, are not counted. Default 8. */
  minimumVoxels?: number;
  connectivity?: Connectivity3;
  /** A true lesion is hit when the mask covers at least this share of it, 0..1; 0 asks for one voxel. Default 0.1. */
  minimumOverlap?: number;
}

export interface LesionCounts {
  /** True lesions hit. */
  tp: number;
  /** Candidate regions without any voxel of the truth. */
  fp: number;
  /** True lesions not hit. */
  fn: number;
}

/**
 * Lesions found, missed and invented, over 26-connected regions of at least 8 voxels.
 *
 * A lesion counts once however many candidates cover it, and a candidate over two lesions can hit both. A candidate
 * that touches the truth at all, even a lesion too small to count or one it covers too little of, is not a false
 * positive: it points at something real. All voxels of the mask, also of candidates too small to count, cover.
 */
export function lesionCounts(request: LesionRequest): LesionCounts {
  return lesionCountsOf(connectedRegions(request.truth, request.shape, request.connectivity), request);
}

type FoundRegions = { readonly labels: Int32Array; readonly sizes: readonly number[] };

/** As `lesionCounts`, with the regions of the truth found before, for many masks of one truth. */
export function lesionCountsOf(lesions: FoundRegions, request: LesionRequest): LesionCounts {
  const { mask, truth, shape, minimumVoxels = 8, connectivity = 26, minimumOverlap = 0.1 } = request;
  const candidates = connectedRegions(mask, shape, connectivity);
  const covered = new Int32Array(lesions.sizes.length);
  const touches = new Uint8Array(candidates.sizes.length);
  for (let i = 0; i < truth.length; i++) {
    if (mask[i] === 0 || truth[i] === 0) continue;
    covered[lesions.labels[i]!]!++;
    touches[candidates.labels[i]!] = 1;
  }
  const counts = { tp: 0, fp: 0, fn: 0 };
  for (let label = 1; label < lesions.sizes.length; label++) {
    const size = lesions.sizes[label]!;
    if (size < minimumVoxels) continue;
    if (covered[label]! > 0 && covered[label]! >= minimumOverlap * size) counts.tp++;
    else counts.fn++;
  }
  for (let label = 1; label < candidates.sizes.length; label++) {
    if (candidates.sizes[label]! >= minimumVoxels && touches[label] === 0) counts.fp++;
  }
  return counts;
}
