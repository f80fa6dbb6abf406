import { cancelled, LacunaError } from '@lacuna/core/errors.ts';
import type { DeliveredResult } from '@lacuna/core/inference/worker/delivered-result.ts';
import type { ClientKeeper } from '../review/client-keeper.ts';
import { detectorSettings, nextChoices, type RunChoices } from '../refinement/run-settings.ts';
import type { LoadImage } from '../series/read-slices.ts';
import { slicesForWorker } from '../series/slices-on-demand.ts';
import { detectedCount } from '../series/reformatted-series.ts';
import { outwardFrom } from '../series/slice-order.ts';
import { selectedMethods } from '../state/selectors.ts';
import type { ReviewStore } from '../state/store.ts';
import { eligible, type SeriesRun } from './state.ts';
import type { StudySeries } from './study-series.ts';
import { asTold, errorText, told } from '../text/say.ts';
import { t } from '../text/t.ts';

/** Results of a series that was not on the screen while it was run. */
export interface KeptResults {
  readonly choices: RunChoices;
  readonly results: readonly DeliveredResult[];
}

export interface StudyRunParts {
  store: ReviewStore;
  keeper: ClientKeeper;
  loadImage: LoadImage;
  /** Runs the series on the screen, with its layers; resolves when it ended, however. */
  runShownSeries(): Promise<void>;
  shownSeriesKey(): string | undefined;
  cancelShown(): void;
  /** Shows what was found for the series on the screen. */
  show(kept: KeptResults): void;
}

/**
 * All eligible series of the study, the one on the screen first. The others are run without being shown; their results wait for
 * the series to be opened. The worker holds one series at a time.
 */
export class StudyRun {
  private readonly kept = new Map<string, KeptResults>();
  private abort: AbortController | undefined;

  constructor(private readonly parts: StudyRunParts) {}

  /** What was found for a series, once: the caller shows it. */
  take(seriesKey: string): KeptResults | undefined {
    const kept = this.kept.get(seriesKey);
    this.kept.delete(seriesKey);
    return kept;
  }

  /** What was found for series that were not opened yet. */
  get waiting(): ReadonlyMap<string, KeptResults> {
    return this.kept;
  }

  cancel(): void {
    this.abort?.abort();
    this.parts.cancelShown();
  }

  /** Runs what has not been run; a series that fails says why and the next one goes on. */
  async run(): Promise<void> {
    const { store } = this.parts;
    const state = store.getState();
    if (state.study.running || state.run.kind === 'running') return;
    const shown = this.parts.shownSeriesKey();
    const left = eligible(state.study).filter(({ key }) => state.study.runs[key]?.kind !== 'done');
    const wanted = [...left].sort((a, b) => Number(b.key === shown) - Number(a.key === shown));
    const abort = new AbortController();
    this.abort = abort;
    store.dispatch({ type: 'study-began', keys: wanted.map(({ key }) => key) });
    try {
      for (const series of wanted) {
        if (abort.signal.aborted) break;
        const run = await this.runOne(series, abort.signal);
        store.dispatch({ type: 'study-run', key: series.key, run });
      }
    } finally {
      store.dispatch({ type: 'study-ended' });
      this.abort = undefined;
    }
  }

  dispose(): void {
    this.cancel();
    this.kept.clear();
  }

  private async runOne(series: StudySeries, signal: AbortSignal): Promise<SeriesRun> {
    try {
      if (series.key === this.parts.shownSeriesKey()) return await this.runShown(series.key);
      return await this.runUnseen(series, signal);
    } catch (thrown) {
      const error = asTold(thrown, 'worker-crashed', t('status.stopped'));
      return { kind: 'stopped', sentence: error.code === 'cancelled' ? null : errorText(error) };
    }
  }

  private async runShown(key: string): Promise<SeriesRun> {
    const { store } = this.parts;
    const follow = store.subscribe(() => {
      const { run, study } = store.getState();
      if (run.kind !== 'running') return;
      const { done, total, secondsLeft } = run;
      const told = study.runs[key];
      if (told?.kind === 'running' && told.done === done && told.total === total) return;
      store.dispatch({ type: 'study-run', key, run: { kind: 'running', done, total, secondsLeft } });
    });
    try {
      await this.parts.runShownSeries();
    } finally {
      follow();
    }
    const { run } = store.getState();
    if (run.kind === 'done') return { kind: 'done', results: run.total };
    return { kind: 'stopped', sentence: run.kind === 'failed' ? run.sentence : null };
  }

  private async runUnseen({ key, series }: StudySeries, signal: AbortSignal): Promise<SeriesRun> {
    const { store, keeper, loadImage } = this.parts;
    if (!series) throw told('no-geometry', t('series.unreadable'));
    const tell = (run: SeriesRun) => store.dispatch({ type: 'study-run', key, run });
    const methods = selectedMethods(store.getState());
    const outward = (count: number) => outwardFrom(Math.floor((count - 1) / 2), count);
    const order = outward(detectedCount(series));
    const total = order.length * methods.length;
    tell({ kind: 'running', done: 0, total, secondsLeft: null });
    const client = await keeper.get();
    const outwards = outward(series.slices.length);
    const slices = await slicesForWorker(series, outwards, loadImage, signal);
    if (signal.aborted) throw cancelled();
    const { doubts } = await client.openSeries({ key }, slices, signal);
    keeper.markOpen(key);
    if (doubts[0] !== undefined) throw new LacunaError('wrong-sequence', doubts[0]);
    const choices = nextChoices(store.getState());
    const results: DeliveredResult[] = [];
    try {
      await client.run(
        { seriesKey: key, order, methods, settings: detectorSettings(store.getState(), choices) },
        {
          signal,
          onSlice: (result) => void results.push(result),
          onProgress: ({ done, secondsLeft }) => tell({ kind: 'running', done, total, secondsLeft }),
        },
      );
    } finally {
      this.keep(key, { choices, results });
    }
    return { kind: 'done', results: results.length };
  }

  /** For when the series is opened, or for now where it was opened meanwhile; the worker needs its pixels only then. */
  private keep(key: string, kept: KeptResults): void {
    const isShown = key === this.parts.shownSeriesKey();
    if (!isShown) this.parts.keeper.closeSeries(key);
    if (kept.results.length === 0) return;
    if (isShown) this.parts.show(kept);
    else this.kept.set(key, kept);
  }
}
