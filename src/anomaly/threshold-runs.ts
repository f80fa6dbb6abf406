import type { SliceGeometry } from '../imaging/series.ts';
import { inPlaneComponents, runsFrom, type MaskRuns } from './mask-runs.ts';

/** Runs of pixels with the in-plane component that each belongs to, from 0 in row-major order. */
export interface ComponentRuns {
  readonly runs: MaskRuns;
  readonly componentOf: Int32Array;
  readonly count: number;
}

/**
 * What `thresholdMask` marks, as runs: pixels at or above the threshold, without in-plane components (8 neighbours) smaller
 * than `minimumRegionAreaMm2`.
 */
export function thresholdRuns(
  map: Float32Array,
  { columns, rowSpacingMm, columnSpacingMm }: Omit<MapPlane, 'rows'>,
  threshold: number,
  minimumRegionAreaMm2: number,
): ComponentRuns {
  const runs = runsFrom(map, columns, threshold);
  const { componentOf, count } = inPlaneComponents(runs);
  const pixels = new Int32Array(count);
  for (let run = 0; run < componentOf.length; run++) {
    pixels[componentOf[run]!]! += runs.ends[run]! - runs.starts[run]!;
  }
  const pixelAreaMm2 = rowSpacingMm * columnSpacingMm;
  return withComponents(
    { runs, componentOf, count },
    (c) => pixels[c]! * pixelAreaMm2 >= minimumRegionAreaMm2,
  );
}

/** What of a slice's geometry its map needs. */
export type MapPlane = Pick<SliceGeometry, 'rows' | 'columns' | 'rowSpacingMm' | 'columnSpacingMm'>;

/** Without the components that `keeps` refuses; the others are numbered anew, in their order. */
function withComponents(all: ComponentRuns, keeps: (component: number) => boolean): ComponentRuns {
  const newNumber = new Int32Array(all.count);
  let count = 0;
  for (let c = 0; c < all.count; c++) newNumber[c] = keeps(c) ? count++ : -1;
  if (count === all.count) return all;
  const { columns, starts, ends, rowFirst } = all.runs;
  const [keptStarts, keptEnds, componentOf]: [number[], number[], number[]] = [[], [], []];
  const keptFirst = new Int32Array(rowFirst.length);
  for (let row = 0; row + 1 < rowFirst.length; row++) {
    keptFirst[row] = keptStarts.length;
    for (let run = rowFirst[row]!; run < rowFirst[row + 1]!; run++) {
      const component = newNumber[all.componentOf[run]!]!;
      if (component < 0) continue;
      keptStarts.push(starts[run]!);
      keptEnds.push(ends[run]!);
      componentOf.push(component);
    }
  }
  keptFirst[rowFirst.length - 1] = keptStarts.length;
  const kept = { starts: Int32Array.from(keptStarts), ends: Int32Array.from(keptEnds) };
  return {
    runs: { columns, ...kept, rowFirst: keptFirst },
    componentOf: Int32Array.from(componentOf),
    count,
  };
}
