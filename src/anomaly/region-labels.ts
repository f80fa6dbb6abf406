import { numberRoots, unite } from './mask-runs.ts';
import type { SliceParts } from './slice-parts.ts';

/** Connected components over the slices of a stack, put together from the parts in its slices. */
export interface JoinedParts {
  /** Per slice, for each of its parts the region it belongs to, from 0; null where the slice has none. */
  readonly regionOf: readonly (Int32Array | null)[];
  readonly count: number;
}

/**
 * Joins the parts that touch over slices. Regions are numbered by their first pixel, slices first, then row-major.
 *
 * @param slices one for each slice; null where there is no mask
 * @param links `links[z]` are the pairs of `linkParts` between slice z and z + 1; null where these are no neighbours
 */
export function joinParts(
  slices: readonly (SliceParts | null)[],
  links: readonly (Int32Array | null | undefined)[],
): JoinedParts {
  const offsets: number[] = [];
  let total = 0;
  for (const slice of slices) {
    offsets.push(total);
    total += slice?.parts.length ?? 0;
  }
  const parent = Int32Array.from({ length: total }, (_, part) => part);
  links.forEach((pairs, z) => {
    const [below, above] = [offsets[z], offsets[z + 1]];
    if (!pairs || below === undefined || above === undefined) return;
    for (let i = 0; i < pairs.length; i += 2) unite(parent, below + pairs[i]!, above + pairs[i + 1]!);
  });
  const { componentOf, count } = numberRoots(parent);
  const regionOf = slices.map((slice, z) =>
    slice ? componentOf.slice(offsets[z], offsets[z]! + slice.parts.length) : null,
  );
  return { regionOf, count };
}
