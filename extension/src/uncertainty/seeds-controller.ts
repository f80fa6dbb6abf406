import { stabilityOf } from '@lacuna/core/anomaly/variation.ts';
import { consensusRule, mapCalibration } from '@lacuna/core/inference/map-calibration.ts';
import type { DeliveredResult } from '@lacuna/core/inference/worker/delivered-result.ts';
import type { DetectionClient } from '../inference/detection-client.ts';
import type { LayerId } from '../methods.ts';
import { detectorSettings, nextChoices } from '../refinement/run-settings.ts';
import type { SeriesWorkspace } from '../review/workspace.ts';
import { refuseReformatted } from '../series/reformatted-series.ts';
import { runBlockedBy, selectedMethods } from '../state/selectors.ts';
import type { ReviewStore } from '../state/store.ts';
import { t } from '../text/t.ts';
import { SeedsStore, VARIATION_BYTES } from './seeds-store.ts';
import type { UncertaintyState } from './state.ts';
import { asTold, errorText, told } from '../text/say.ts';

/** About the bytes that one brain pixel takes: Welford's two numbers, and 16 bits of each seed. */
const pixelBytes = (seeds: number): number => 8 + 2 * seeds;
/** Share of a slice that the box of the brain takes at most, as far as this guess matters. */
const BOX_SHARE = 0.6;

/** What of a run is needed here: a client with the series open. */
export interface OpensSeries {
  openSeries(first: number, signal: AbortSignal): Promise<DetectionClient>;
}

/**
 * Runs the chosen methods with several seeds over the slices that have results, one seed after the other, and keeps how
 * the maps vary. The layers stay those of the results' own seed. Cancelled, what whole seeds have said is kept.
 */
export class SeedsController {
  private abort: AbortController | undefined;
  private kept: { readonly workspace: SeriesWorkspace; readonly store: SeedsStore } | undefined;

  constructor(
    private readonly store: ReviewStore,
    private readonly active: () => { workspace: SeriesWorkspace; run: OpensSeries } | undefined,
    /** The stability of the candidate regions has changed. */
    private readonly onKnown: () => void,
    private readonly now: () => number = () => performance.now(),
  ) {}

  cancel(): void {
    this.abort?.abort();
  }

  /** The series or its results are no longer those that the seeds were run for. */
  forget(): void {
    this.cancel();
    this.kept = undefined;
    this.tell({ run: { kind: 'idle' }, finished: 0, shown: null });
  }

  variation(layer: LayerId, slice: number) {
    const kept = this.kept;
    return kept && kept.workspace === this.active()?.workspace ? kept.store.get(layer, slice) : undefined;
  }

  /** Share of the seeds that find a region again at its layer's threshold. */
  readonly stability = (layer: LayerId, footprint: () => ReadonlyMap<number, Int32Array>): number | null => {
    const { threshold } = this.store.getState().methods[layer];
    if (!this.kept || threshold === null || this.store.getState().uncertainty.run.kind === 'running')
      return null;
    return stabilityOf((slice) => this.variation(layer, slice), footprint(), threshold);
  };

  async start(): Promise<void> {
    const active = this.active();
    const state = this.store.getState();
    if (!active || this.abort || runBlockedBy(state) !== undefined || state.weights.kind !== 'ready') return;
    const { workspace, run } = active;
    const methods = selectedMethods(state);
    const order = workspace.results.sliceIndices(methods[0] ?? 'latent-bernoulli');
    const { seeds } = state.uncertainty;
    const { manifest } = state.weights.info;
    const { slices } = workspace.series;
    const abort = (this.abort = new AbortController());
    this.kept = {
      workspace,
      store: new SeedsStore(
        (slice) => slices[slice]!.geometry.columns,
        (layer) => mapCalibration(manifest, layer)?.mapRange[1] ?? 1,
        methods.length > 1 ? consensusRule(manifest) : undefined,
      ),
    };
    const { store: kept } = this.kept;
    const total = seeds * order.length * methods.length;
    let finished = 0;
    const start = this.now();
    this.tell({ run: { kind: 'running', done: 0, total, secondsLeft: null }, finished: 0, shown: null });
    try {
      refuseReformatted(workspace.series);
      refuseTooMuch(workspace, order.length, methods.length + 1, seeds);
      const client = await run.openSeries(order[0] ?? 0, abort.signal);
      const first = workspace.resultsSeed ?? state.seed;
      const steps = workspace.resultsSeed === null ? nextChoices(state).steps : workspace.resultsSteps;
      for (let s = 0; s < seeds; s++) {
        const settings = detectorSettings(state, { seed: (first + s) >>> 0, steps });
        const arrived: DeliveredResult[] = [];
        await client.run(
          { seriesKey: workspace.series.key, order, methods, settings },
          {
            signal: abort.signal,
            onSlice: (result) => void arrived.push(result),
            onProgress: (progress) => {
              const done = (s * total) / seeds + progress.done;
              if (done === 0) return;
              const secondsLeft = ((this.now() - start) / 1000 / done) * (total - done);
              this.tell({ run: { kind: 'running', done, total, secondsLeft } });
            },
          },
        );
        for (const result of arrived) {
          kept.add(result); // whole seeds only: a region's seeds are the same on all of its slices
          await nextTask();
        }
        this.tell({ finished: ++finished });
      }
      this.tell({ run: { kind: 'done' } });
    } catch (thrown) {
      const error = asTold(thrown, 'worker-crashed', t('uncertainty.stopped'));
      const cancelled = abort.signal.aborted || error.code === 'cancelled';
      this.tell({ run: cancelled ? { kind: 'cancelled' } : { kind: 'failed', sentence: errorText(error) } });
    } finally {
      this.abort = undefined;
      this.onKnown();
    }
  }

  private tell(change: Partial<UncertaintyState>): void {
    this.store.dispatch({ type: 'uncertainty', change });
  }
}

function nextTask(): Promise<void> {
  return new Promise((resolve) => {
    setTimeout(resolve, 0);
  });
}

function refuseTooMuch(workspace: SeriesWorkspace, slices: number, layers: number, seeds: number): void {
  const { rows, columns } = workspace.series.slices[0]!.geometry;
  const bytes = slices * layers * rows * columns * BOX_SHARE * pixelBytes(seeds);
  if (bytes <= VARIATION_BYTES) return;
  throw told('invalid-argument', t('uncertainty.tooMuch'));
}
