import { downloadBytes, exactBuffer } from '../export/download.ts';
import { inTurns } from '../export/page-turns.ts';
import type { SeriesWorkspace } from '../review/workspace.ts';
import type { WeightsInfo } from '../state/review-state.ts';
import type { ReviewStore } from '../state/store.ts';
import { t } from '../text/t.ts';
import { calibrationContent } from './calibration-content.ts';
import { calibrationOf, PASSES } from './calibration-of.ts';
import { calibratingSlices, healthyValues, isWhollyRun } from './healthy-slices.ts';
import type { ControlsWork } from './state.ts';
import { asTold, errorText, told } from '../text/say.ts';

const JSON_TYPE = 'application/json';
/** Steps in which progress is told: each makes the panel draw itself. */
const TOLD = 50;

/** What the panel may ask for. */
export interface ControlsActions {
  mark(key: string, marked: boolean): void;
  /** Slices of a series that a calibration can use; null where the series was not run and opened in this visit. */
  slicesOf(key: string): { usable: number; whole: boolean } | null;
  calibrate(): Promise<void>;
  cancel(): void;
  /** The file of the last calibration, as a download. */
  save(): void;
}

/** Makes a calibration file from the maps of series that the reader marked as healthy controls, and puts it in use. */
export class ControlsController implements ControlsActions {
  private abort: AbortController | undefined;
  private file: { readonly bytes: Uint8Array; readonly name: string } | undefined;

  constructor(
    private readonly store: ReviewStore,
    private readonly workspaceOf: (key: string) => SeriesWorkspace | undefined,
    /** The road of a dropped file; whether it is in use now. */
    private readonly use: (file: Blob) => Promise<boolean>,
  ) {}

  mark(key: string, marked: boolean): void {
    if (!this.abort) this.store.dispatch({ type: 'control-marked', key, marked });
  }

  slicesOf(key: string): { usable: number; whole: boolean } | null {
    const workspace = this.workspaceOf(key);
    if (!workspace || workspace.resultsSeed === null) return null;
    const { results, series } = workspace;
    return {
      usable: calibratingSlices(results).length,
      whole: isWhollyRun(results, series.slices.length),
    };
  }

  cancel(): void {
    this.abort?.abort();
  }

  async calibrate(): Promise<void> {
    if (this.abort) return;
    const abort = (this.abort = new AbortController());
    try {
      this.tell(await this.make(abort.signal));
    } catch (thrown) {
      const error = asTold(thrown, 'invalid-argument', t('controls.failed'));
      const cancelled = abort.signal.aborted || error.code === 'cancelled';
      this.tell(cancelled ? { kind: 'cancelled' } : { kind: 'failed', sentence: errorText(error) });
    } finally {
      this.abort = undefined;
    }
  }

  save(): void {
    if (this.file) downloadBytes(this.file.bytes, this.file.name, JSON_TYPE);
  }

  private async make(signal: AbortSignal): Promise<ControlsWork> {
    const { weights, controls, run, study } = this.store.getState();
    if (weights.kind !== 'ready' || run.kind === 'running' || study.running) refuse(t('controls.busy'));
    const series = controls.marked.map((key) => this.admitted(key));
    const seed = series[0]?.resultsSeed ?? refuse(t('controls.none'));
    if (series.some(({ resultsSeed }) => resultsSeed !== seed)) refuse(t('controls.seeds'));
    if (series.some(({ resultsSteps }) => resultsSteps !== null)) refuse(t('refinement.calibrationOnly'));
    const wanted = series.flatMap(({ results }) =>
      calibratingSlices(results).map((slice) => ({ results, slice, generation: results.generation })),
    );
    let done = 0;
    const total = wanted.length * (1 + PASSES);
    const step = () => {
      const before = Math.floor((TOLD * done) / total);
      const share = ++done / total;
      if (Math.floor(TOLD * share) > before) this.tell({ kind: 'running', share });
    };
    this.tell({ kind: 'running', share: 0 });
    const read = await inTurns(
      wanted.length,
      (n) => {
        const { results, slice, generation } = wanted[n]!;
        if (results.generation !== generation) refuse(t('controls.changed'));
        return healthyValues(results, slice);
      },
      signal,
      step,
    );
    const slices = read.filter((values) => values['diffusion-ad'].length > 0);
    const own: WeightsInfo = {
      manifest: weights.info.uncalibrated ?? weights.info.manifest,
      sha256: weights.info.sha256,
    };
    const figures = await calibrationOf(slices, own.manifest, signal, step);
    const pixels = slices.reduce((sum, values) => sum + values['diffusion-ad'].length, 0);
    const count = { cases: series.length, slices: slices.length, pixels };
    const bytes = calibrationContent(own, figures, count, seed);
    if (!(await this.use(new Blob([exactBuffer(bytes)], { type: JSON_TYPE }))))
      refuse(this.store.getState().calibrationRefused ?? t('controls.busy'));
    this.file = { bytes, name: `lacuna-calibration-${own.manifest.id}.json` };
    return { kind: 'done', count };
  }

  /** A marked series with something to calibrate from. @throws LacunaError with a sentence that names the series */
  private admitted(key: string): SeriesWorkspace {
    const workspace = this.workspaceOf(key);
    const { study } = this.store.getState();
    const name = study.series.find((series) => series.key === key)?.name ?? key;
    if (!workspace || calibratingSlices(workspace.results).length === 0)
      return refuse(t('controls.missing', { name }));
    return workspace;
  }

  private tell(work: ControlsWork): void {
    this.store.dispatch({ type: 'controls-work', work });
  }
}

function refuse(sentence: string): never {
  throw told('empty-result', sentence);
}
