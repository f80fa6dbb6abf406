import { cancelled, throwIfCancelled } from '@lacuna/core/errors.ts';
import type { AxialView } from '@lacuna/core/imaging/reformat.ts';
import type { RunProgress } from '@lacuna/core/inference/worker/client-types.ts';
import type { DeliveredResult } from '@lacuna/core/inference/worker/delivered-result.ts';
import type { FlipTrace } from '../flips/flip-trace.ts';
import { afterFrames } from '../host/frames.ts';
import type { MaskUpdater } from '../layers/mask-updater.ts';
import { consensusRule } from '@lacuna/core/inference/map-calibration.ts';
import { addConsensus } from '../layers/consensus-result.ts';
import { Refining } from '../refinement/refining.ts';
import { areAlike, detectorSettings, nextChoices, type RunChoices } from '../refinement/run-settings.ts';
import { LAYER_IDS, METHOD_IDS, type LayerId, type MethodId } from '../methods.ts';
import { detectedCount, refuseReformatted } from '../series/reformatted-series.ts';
import type { LoadImage } from '../series/read-slices.ts';
import type { DetectionClient } from '../inference/detection-client.ts';
import { slicesForWorker } from '../series/slices-on-demand.ts';
import { outwardFrom } from '../series/slice-order.ts';
import type { KeptResults } from '../runs/study-run.ts';
import type { RunState } from '../state/review-state.ts';
import { runBlockedBy, selectedMethods, sliceRunBlockedBy } from '../state/selectors.ts';
import type { ReviewStore } from '../state/store.ts';
import { t } from '../text/t.ts';
import type { ClientKeeper } from './client-keeper.ts';
import { ReformattedRun } from './reformatted-run.ts';
import { followScrolling } from './scrolling.ts';
import type { SeriesWorkspace } from './workspace.ts';
import { asTold, errorText, told } from '../text/say.ts';

export interface RunParts {
  store: ReviewStore;
  keeper: ClientKeeper;
  loadImage: LoadImage;
  /** A layer has been made: it has to appear in the viewports. */
  presentLayers(): Promise<void>;
  now(): number;
}

/** What another number of denoiser calls changes. */
const LAYERS_OF_STEPS = ['latent-bernoulli', 'consensus'] as const;

/** Results brought into layers in one frame: about 5 ms each. */
const ADOPTED_A_FRAME = 2;

type Stage = Extract<RunState, { kind: 'running' }>['stage'];

/** One run of one series. At most one at a time; ends by itself, by `cancel`, or with a sentence that says why. */
export class RunController {
  private abort: AbortController | undefined;
  /** What was asked for last, in the order asked for. */
  private wanted: readonly number[] = [];
  private progress: RunProgress = { done: 0, total: 0, secondsLeft: null };
  /** Results of this run that earlier runs had left. */
  private found = 0;
  /** Of a sagittal or coronal series: what has arrived of its axial slices. */
  private reformatted: ReformattedRun | undefined;
  private readonly refining: Refining;
  /** Of the chain under way. */
  private step: { step: number; steps: number } | undefined;

  constructor(
    private readonly parts: RunParts,
    private readonly workspace: SeriesWorkspace,
    private readonly masks: MaskUpdater,
  ) {
    this.refining = new Refining(parts.store, workspace);
    workspace.results.reconstructFrom(async (method, sliceIndex, signal) => {
      refuseReformatted(workspace.series);
      const client = await this.openSeries(sliceIndex, signal ?? new AbortController().signal);
      const settings = detectorSettings(parts.store.getState(), this.madeWith());
      return client.reconstruction({ seriesKey: workspace.series.key, sliceIndex, method, settings }, signal);
    });
  }

  /** Which bits flip on a slice, step by step; undefined where it has no brain. No layer changes. */
  async traceSlice(
    sliceIndex: number,
    steps: number | null,
    signal: AbortSignal,
  ): Promise<FlipTrace | undefined> {
    const { workspace } = this;
    refuseReformatted(workspace.series);
    const client = await this.openSeries(sliceIndex, signal);
    const { seed } = this.madeWith();
    const settings = { seed, trace: true, ...(steps !== null && { latentBernoulli: { steps } }) };
    let trace: FlipTrace | undefined;
    await client.run(
      { seriesKey: workspace.series.key, order: [sliceIndex], methods: ['latent-bernoulli'], settings },
      { signal, onSlice: (result) => void (trace = (result as { trace?: FlipTrace }).trace) },
    );
    return trace;
  }

  cancel(): void {
    this.abort?.abort();
  }

  /** Every slice with a result missing for a chosen method, from the shown one outward; all of them if none is. */
  async runSeries(): Promise<void> {
    const { series } = this.workspace;
    if (series.view) {
      const count = detectedCount(series);
      return this.run(outwardFrom(Math.floor((count - 1) / 2), count));
    }
    const order = outwardFrom(this.shownSlice(), series.slices.length);
    const missing = order.filter((sliceIndex) => !this.isComplete(sliceIndex));
    await this.run(missing.length > 0 ? missing : order);
  }

  async runSlice(): Promise<void> {
    if (sliceRunBlockedBy(this.parts.store.getState()) !== undefined) return;
    const { currentSlice } = this.parts.store.getState();
    if (currentSlice !== null && this.workspace.series.sliceIndexOf[currentSlice] === -1)
      return this.tell({ kind: 'failed', sentence: t('run.otherStack') });
    await this.run([this.shownSlice()]);
  }

  /** What the last run has left. */
  async resume(): Promise<void> {
    const missing = this.workspace.series.view
      ? this.wanted // the results of a reformatted series are there as a whole or not at all
      : this.wanted.filter((sliceIndex) => !this.isComplete(sliceIndex));
    if (missing.length > 0) await this.run(missing);
  }

  private async run(order: readonly number[]): Promise<void> {
    const { store, now } = this.parts;
    if (runBlockedBy(store.getState()) !== undefined) return;
    this.wanted = order;
    store.dispatch({ type: 'readiness', change: { recoveredFrom: null, recalled: 0 } });
    const abort = new AbortController();
    this.abort = abort;
    const methods = selectedMethods(store.getState());
    this.progress = { done: 0, total: order.length * methods.length, secondsLeft: null };
    this.found = 0;
    this.step = undefined;
    this.reformatted = undefined;
    const start = now();
    try {
      await this.detect(order, methods, abort.signal);
      const { done, total } = this.progress;
      this.tell({ kind: 'done', done, total, seconds: (now() - start) / 1000, found: this.found });
    } catch (thrown) {
      const { done, total } = this.progress;
      const error = asTold(thrown, 'worker-crashed', t('status.stopped'));
      this.tell(
        abort.signal.aborted || error.code === 'cancelled'
          ? { kind: 'cancelled', done, total }
          : { kind: 'failed', sentence: errorText(error), code: error.code, done, total },
      );
    } finally {
      this.abort = undefined;
    }
  }

  private async detect(
    order: readonly number[],
    methods: readonly MethodId[],
    signal: AbortSignal,
  ): Promise<void> {
    const { store } = this.parts;
    const { key, view } = this.workspace.series;
    const client = await this.openSeries(order[0] ?? 0, signal, (stage) => this.at(stage));
    this.at('detecting');
    const choices = nextChoices(store.getState());
    const arrivals: Promise<void>[] = [];
    // an image of a reformatted series is no slice of the worker's, so none can come first
    const scrolling = view ? undefined : followScrolling(store, () => this.shownSlice(), client, key);
    try {
      await client.run(
        { seriesKey: key, order, methods, settings: detectorSettings(store.getState(), choices) },
        {
          signal,
          onSlice: (result) => {
            if (result.from !== 'computed') this.found++;
            const arrival = this.take(result, choices);
            arrivals.push(arrival);
            return Promise.allSettled([arrival]); // the worker waits while some are on their way; failures are told below
          },
          onProgress: (progress) => {
            this.progress = progress;
            this.step = undefined;
            this.at('detecting');
          },
          onStep: (step) => {
            this.step = { step: step.step, steps: step.steps };
            if (this.refining.tell(step)) void this.presentLayer(step.method).catch(() => undefined); // the result fails, too
            this.at('detecting');
          },
        },
      );
    } finally {
      scrolling?.dispose();
      this.refining.end();
      await Promise.allSettled(arrivals); // what has arrived is in its layer before the run is said to have ended
    }
    await Promise.all(arrivals);
  }

  /** For runs that are not shown: the client with this series open. @throws LacunaError `cancelled` | ... */
  openedClient(signal: AbortSignal): Promise<DetectionClient> {
    return this.openSeries(this.shownSlice(), signal);
  }

  /** The client with this series open in the worker, its pixels read from slice `first` outward. */
  async openSeries(
    first: number,
    signal: AbortSignal,
    at: (stage: Stage) => void = () => undefined,
  ): Promise<DetectionClient> {
    const { keeper, loadImage } = this.parts;
    const { series } = this.workspace;
    at('weights');
    const client = await untilCancelled(keeper.get(), signal);
    if (!keeper.isOpen(series.key)) {
      at('reading');
      const all = outwardFrom(first, series.slices.length);
      const slices = await slicesForWorker(series, all, loadImage, signal);
      at('preparing');
      const { doubts } = await client.openSeries({ key: series.key }, slices, signal);
      keeper.markOpen(series.key);
      this.parts.store.dispatch({ type: 'guard-doubts', doubts });
    }
    throwIfCancelled(signal);
    const [doubt] = this.parts.store.getState().guard.doubts ?? [];
    if (doubt !== undefined && !this.parts.store.getState().guard.overridden)
      throw told('wrong-sequence', t('guard.objection'));
    return client;
  }

  /** A result becomes part of the layers; the first of other choices takes the place of all the old ones. */
  private async take(result: DeliveredResult, choices: RunChoices): Promise<void> {
    const { store } = this.parts;
    const { workspace } = this;
    if (workspace.series.view) return this.gather(workspace.series.view, result, choices);
    this.makeRoom(result.method, choices);
    this.refining.settled(result.method, result.sliceIndex);
    workspace.results.add(result, backendName(store));
    await this.showWithConsensus(result.method, result.sliceIndex);
  }

  /** A result of an axial slice; with the last one of its method the images of the series have theirs. */
  private async gather(view: AxialView, result: DeliveredResult, choices: RunChoices): Promise<void> {
    const { workspace, parts } = this;
    const { method } = result;
    this.reformatted ??= new ReformattedRun(view);
    const images = this.reformatted.add(result, backendName(parts.store));
    if (!images) return;
    this.makeRoom(method, choices);
    const { generation } = workspace.results;
    for (const [index, image] of images.entries()) workspace.results.put(method, index, image);
    for (const [done, index] of outwardFrom(this.shownSlice(), images.length).entries()) {
      if (workspace.results.generation !== generation || !this.isShown()) return;
      await this.showWithConsensus(method, index);
      if (done % ADOPTED_A_FRAME === 0) await afterFrames(1);
    }
  }

  private async showWithConsensus(method: MethodId, sliceIndex: number): Promise<void> {
    const rule = this.rule();
    const agreed = rule !== undefined && addConsensus(this.workspace.results, rule, sliceIndex);
    await this.show(method, sliceIndex);
    if (agreed) await this.show('consensus', sliceIndex);
  }

  /** Results that were made while another series was on the screen; stops when the series is left. */
  async adopt({ choices, results }: KeptResults): Promise<void> {
    this.reformatted = undefined;
    for (const [index, result] of results.entries()) {
      await this.take(result, choices);
      if (index % ADOPTED_A_FRAME === 0) await afterFrames(1);
      if (!this.isShown()) return;
    }
  }

  private isShown(): boolean {
    const { series } = this.parts.store.getState();
    return series.kind === 'admitted' && series.key === this.workspace.series.key;
  }

  /** The consensus of every slice that has both methods and lacks it, a slice per frame; `signal` ends it quietly. */
  async completeConsensus(signal: AbortSignal): Promise<void> {
    const { results } = this.workspace;
    for (const sliceIndex of results.sliceIndices(METHOD_IDS[0])) {
      const rule = this.rule();
      if (!rule || signal.aborted) return;
      if (results.get('consensus', sliceIndex) || !addConsensus(results, rule, sliceIndex)) continue;
      await this.show('consensus', sliceIndex);
      await afterFrames(1);
    }
  }

  private rule(): ReturnType<typeof consensusRule> {
    const { weights } = this.parts.store.getState();
    return weights.kind === 'ready' ? consensusRule(weights.info.manifest) : undefined;
  }

  /** Brings a stored result into its layer, which is made where it is not there, and into the state. */
  private async show(layer: LayerId, sliceIndex: number): Promise<void> {
    const { workspace } = this;
    const isNew = await workspace.layers.ensure(layer);
    if (workspace.deleted.delete(layer))
      this.parts.store.dispatch({ type: 'visible', method: layer, visible: true });
    if (isNew) await afterFrames(1); // making, filling and drawing a layer are a task each: together they are a long one
    const result = workspace.results.get(layer, sliceIndex);
    if (!result) return; // the results were cleared meanwhile
    const candidate = this.masks.writeNow(layer, sliceIndex);
    const { displayIndex } = workspace.series.slices[sliceIndex]!;
    const { status, score, stepsMade } = result;
    const outcome = { status, score, candidate, ...(stepsMade !== undefined && { stepsMade }) };
    this.parts.store.dispatch({ type: 'outcome', method: layer, displayIndex, outcome });
    if (isNew) await this.parts.presentLayers();
  }

  /** A layer that is there, be it empty, has a place and a label in the viewports. */
  private async presentLayer(layer: LayerId): Promise<void> {
    if (await this.workspace.layers.ensure(layer)) await this.parts.presentLayers();
  }

  /** What the results on the screen were made with; without any, what the next run is to be made with. */
  private madeWith(): RunChoices {
    const { resultsSeed: seed, resultsSteps: steps } = this.workspace;
    return seed === null ? nextChoices(this.parts.store.getState()) : { seed, steps };
  }

  /** Away with the results that one of this method and these choices cannot stand beside: the steps are Latent Bernoulli's. */
  private makeRoom(method: MethodId, { seed, steps }: RunChoices): void {
    const { workspace } = this;
    const ofSteps = method === 'latent-bernoulli';
    if (workspace.resultsSeed !== seed) {
      workspace.resultsSteps = ofSteps ? steps : null;
      workspace.results.clear();
      this.clear(LAYER_IDS, seed);
    } else if (ofSteps && workspace.resultsSteps !== steps) {
      workspace.resultsSteps = steps;
      for (const layer of LAYERS_OF_STEPS) workspace.results.drop(layer);
      this.clear(LAYERS_OF_STEPS, seed);
    }
  }

  private clear(layers: readonly LayerId[], seed: number): void {
    const { workspace } = this;
    workspace.resultsSeed = seed;
    for (const layer of layers) workspace.layers.announce(layer, workspace.writer.clear(layer));
    this.parts.store.dispatch({ type: 'results-cleared', seed, steps: workspace.resultsSteps, layers });
  }

  private isComplete(sliceIndex: number): boolean {
    const state = this.parts.store.getState();
    const methods = selectedMethods(state);
    if (!areAlike(this.madeWith(), nextChoices(state), methods)) return false;
    return methods.every((method) => this.workspace.results.get(method, sliceIndex) !== undefined);
  }

  private shownSlice(): number {
    const { currentSlice } = this.parts.store.getState();
    const { sliceIndexOf, slices } = this.workspace.series;
    const middle = Math.floor((slices.length - 1) / 2);
    const shown = currentSlice === null ? undefined : sliceIndexOf[currentSlice];
    return shown === undefined || shown < 0 ? middle : shown;
  }

  private at(stage: Stage): void {
    if (this.abort?.signal.aborted) return;
    this.tell({ kind: 'running', stage, ...this.progress, ...(this.step && { step: this.step }) });
  }

  private tell(run: RunState): void {
    this.parts.store.dispatch({ type: 'run', run });
  }
}

function backendName(store: ReviewStore): string {
  return store.getState().backend?.id ?? 'unknown';
}

/** The shared start of the worker goes on for others; only this wait ends. */
function untilCancelled<T>(promise: Promise<T>, signal: AbortSignal): Promise<T> {
  return new Promise((resolve, reject) => {
    const stop = () => reject(cancelled());
    if (signal.aborted) return stop();
    signal.addEventListener('abort', stop, { once: true });
    void promise.then(resolve, reject).finally(() => signal.removeEventListener('abort', stop));
  });
}
