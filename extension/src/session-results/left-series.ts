import type { Decision } from '../candidates/decisions.ts';
import { LAYER_IDS, METHOD_IDS, type LayerId, type MethodId } from '../methods.ts';
import { ResultStore, type StoredResult } from '../layers/result-store.ts';
import { UNGUARDED } from '../guard/state.ts';
import type { KeptResults } from '../runs/study-run.ts';
import type { ReviewSeries } from '../series/review-series.ts';
import type { SeriesWorkspace } from '../review/workspace.ts';

/** A result of a method on the grid of the model takes about this much, bytes. */
const RESULT_BYTES = 30_000;
/** Of a reformatted series the maps and brain masks are held on the images' own grid, a pixel. */
const PIXEL_BYTES = 5;

/** What a reader leaves behind of a series when the mode is left: nothing of the viewer, which is gone by then. */
export interface LeftSeries {
  readonly weightsSha256: string;
  readonly seed: number;
  readonly steps: number | null;
  readonly results: readonly { method: MethodId; sliceIndex: number; result: StoredResult }[];
  readonly decisions: readonly Decision[];
  readonly trackingUids: ReadonlyMap<string, string>;
  /** Slices that were drawn in, with all their regions. */
  readonly edits: readonly { layer: LayerId; sliceIndex: number; mask: Uint8Array }[];
  readonly guard: SeriesWorkspace['guard'];
  readonly bytes: number;
}

/** Of a series of the study that was run and not opened; undefined for a reformatted one, whose results are still axial. */
export function leftUnopened(
  { choices, results }: KeptResults,
  series: ReviewSeries | undefined,
  about: { readonly weightsSha256: string; readonly backend: string },
): LeftSeries | undefined {
  if (!series || series.view) return undefined;
  const store = new ResultStore(1);
  const held = results.map((result) => {
    const { method, sliceIndex } = result;
    store.add(result, about.backend);
    return { method, sliceIndex, result: store.given(method, sliceIndex)! };
  });
  return {
    ...choices,
    weightsSha256: about.weightsSha256,
    results: held,
    decisions: [],
    trackingUids: new Map(),
    edits: [],
    guard: UNGUARDED,
    bytes: held.length * RESULT_BYTES,
  };
}

/** Undefined where there are no results. */
export function leftSeries(workspace: SeriesWorkspace, weightsSha256: string): LeftSeries | undefined {
  const { series, results, writer, book, resultsSeed: seed, resultsSteps: steps, guard } = workspace;
  if (seed === null) return undefined;
  const held = METHOD_IDS.flatMap((method) =>
    results.sliceIndices(method).map((sliceIndex) => {
      return { method, sliceIndex, result: results.given(method, sliceIndex)! };
    }),
  );
  const edits = LAYER_IDS.flatMap((layer) =>
    writer.editedSlices(layer).map((sliceIndex) => {
      return { layer, sliceIndex, mask: writer.base(layer, sliceIndex)! };
    }),
  );
  const { rows, columns } = series.slices[0]!.geometry;
  const ofResult = series.view ? PIXEL_BYTES * rows * columns : RESULT_BYTES;
  return {
    weightsSha256,
    seed,
    steps,
    results: held,
    decisions: book.decisions,
    trackingUids: book.trackingUids,
    edits,
    guard,
    bytes: held.length * ofResult + edits.length * rows * columns,
  };
}
