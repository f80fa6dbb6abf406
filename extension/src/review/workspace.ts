import { DecisionBook } from '../candidates/decision-book.ts';
import { freshUid } from '../export/fresh-uid.ts';
import { type GuardState, UNGUARDED } from '../guard/state.ts';
import type { Host } from '../host/host.ts';
import { LayerPresenter } from '../layers/layer-presenter.ts';
import { MaskWriter } from '../layers/mask-writer.ts';
import { MethodLayers } from '../layers/method-layers.ts';
import { CoarseMaps } from '../refinement/coarse-maps.ts';
import type { LayerId } from '../methods.ts';
import { ResultStore } from '../layers/result-store.ts';
import type { ReviewSeries } from '../series/review-series.ts';

/** Everything that belongs to one series; kept while the mode is open, so that coming back to a series finds its results. */
export interface SeriesWorkspace {
  readonly series: ReviewSeries;
  readonly layers: MethodLayers;
  readonly presenter: LayerPresenter;
  readonly results: ResultStore;
  /** What is no result yet. */
  readonly coarse: CoarseMaps;
  readonly writer: MaskWriter;
  /** What a person has said of the candidate regions. */
  readonly book: DecisionBook;
  /** Seed of the results held; null without results. */
  resultsSeed: number | null;
  /** Layers that a person has deleted in the viewer: their results are here, and bring them back when they are asked for. */
  readonly deleted: Set<LayerId>;
  /** What was made out of the series while it was on the screen: it holds for the results as long as they do. */
  guard: Pick<GuardState, 'doubts' | 'overridden'>;
  /** Denoiser calls a slice of the results held; null where they are as many as the weights use. */
  resultsSteps: number | null;
}

export function createWorkspace(
  host: Host,
  series: ReviewSeries,
  minimumRegionAreaMm2: () => number,
  visit = 1,
): SeriesWorkspace {
  const layers = new MethodLayers(host, series, visit);
  const results = new ResultStore();
  return {
    series,
    layers,
    presenter: new LayerPresenter(host, layers),
    results,
    coarse: new CoarseMaps(),
    writer: new MaskWriter(series, layers, results, minimumRegionAreaMm2),
    book: new DecisionBook(freshUid),
    resultsSeed: null,
    deleted: new Set(),
    guard: UNGUARDED,
    resultsSteps: null,
  };
}
