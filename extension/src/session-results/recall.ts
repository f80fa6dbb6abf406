import { LAYER_IDS } from '../methods.ts';
import type { SeriesWorkspace } from '../review/workspace.ts';
import type { LeftSeries } from './left-series.ts';

/** What was left of a series, without its drawings, into its workspace of this visit; nothing is shown yet. */
export function putBack(left: LeftSeries, workspace: SeriesWorkspace): void {
  const { results, book } = workspace;
  for (const { method, sliceIndex, result } of left.results) results.put(method, sliceIndex, result);
  book.takeOver(left.decisions, left.trackingUids);
  workspace.resultsSeed = left.seed;
  workspace.resultsSteps = left.steps;
  workspace.guard = left.guard;
}

/** Makes the layers that there was something in, and puts the drawings into them. */
export async function putBackLayers(left: LeftSeries, workspace: SeriesWorkspace): Promise<void> {
  const { layers, results, writer } = workspace;
  const drawn = (layer: string) => left.edits.filter((edit) => edit.layer === layer);
  for (const layer of LAYER_IDS) {
    const edits = drawn(layer);
    if (edits.length === 0 && results.sliceIndices(layer).length === 0) continue;
    await layers.ensure(layer);
    for (const { sliceIndex, mask } of edits) writer.restoreEdit(layer, sliceIndex, mask);
  }
}
