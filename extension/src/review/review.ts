import { sequenceOfWeights } from '@lacuna/core/imaging/sequence-guard.ts';
import { guardByHeader } from '../guard/header-guard.ts';
import type { CandidateMasks } from '../candidates/candidate.ts';
import { ReferenceController } from '../reference/reference-controller.ts';
import { SeedsController } from '../uncertainty/seeds-controller.ts';
import { ControlsController } from '../controls-calibration/controls-controller.ts';
import { CandidateController } from '../candidates/candidate-controller.ts';
import { RegionKeeper } from '../candidates/region-keeper.ts';
import type { Host } from '../host/host.ts';
import { KeptResults } from '../kept-results/kept-results.ts';
import type { DetectionClient, StartClient } from '../inference/detection-client.ts';
import { browserClock, MaskUpdater } from '../layers/mask-updater.ts';
import { followKeys } from '../keys/follow-keys.ts';
import { presentKeys } from '../keys/present-keys.ts';
import { keepPressKeys } from '../keys/press-keys.ts';
import { LAYER_IDS, METHOD_IDS, type LayerId } from '../methods.ts';
import { displayedSeries, viewportsOf } from '../series/displayed-series.ts';
import { autoRunChosen, keepAutoRun, runOnOpening } from '../runs/auto-run.ts';
import { watchConnection } from '../readiness/connection.ts';
import { StudyRun } from '../runs/study-run.ts';
import { watchOwnObjects } from '../reproduction/watch-own-objects.ts';
import { watchStudy } from '../runs/watch-study.ts';
import { admitDisplaySet, type ReviewSeries } from '../series/review-series.ts';
import type { LoadedImage } from '../series/slice-pixels.ts';
import type { DisplaySet, Instance } from '../host/ohif-types.ts';
import { leaveBehind } from '../session-results/leave-behind.ts';
import { putBack, putBackLayers } from '../session-results/recall.ts';
import { SessionResults } from '../session-results/session-results.ts';
import { siteSettings, tellProblems } from '../settings/site-settings.ts';
import { hasConsensus } from '../state/selectors.ts';
import { createStore, type ReviewStore } from '../state/store.ts';
import { Thresholds } from '../layers/thresholds.ts';
import { watchLayers } from '../layers/watch-layers.ts';
import { OverlayView } from '../overlay/overlay-view.ts';
import { Comparison } from '../viewports/comparison.ts';
import { followViewports } from '../viewports/slice-follower.ts';
import { ViewportViews } from '../viewports/viewport-views.ts';
import { CalibrationKeeper } from './calibration-keeper.ts';
import { ClientKeeper } from './client-keeper.ts';
import { LayerView, lookKey } from './layer-view.ts';
import { RunController } from './run-controller.ts';
import { createWorkspace, type SeriesWorkspace } from './workspace.ts';
import { errorText } from '../text/say.ts';
import { HINT_IDS } from '../help/hint-ids.ts';
import { putAway } from '../help/hints.ts';
import { followLanguage, languageHasChanged, textLanguage } from '../text/t.ts';

/** The series under review with what works on it. */
interface ActiveSeries {
  readonly workspace: SeriesWorkspace;
  readonly masks: MaskUpdater;
  readonly regions: RegionKeeper;
  readonly run: RunController;
}

/**
 * One visit to the mode, from entering to leaving: follows what the viewer shows, and carries out what the panel, the
 * toolbar and the keys ask for. `dispose` frees the worker, the listeners and the labels; layers belong to the viewer.
 */
export class Review {
  readonly store: ReviewStore = createStore();
  readonly candidates: CandidateController;
  readonly seeds: SeedsController;
  readonly reference: ReferenceController;
  readonly controls: ControlsController;
  readonly thresholds: Thresholds;
  readonly comparison: Comparison;
  private readonly calibration: CalibrationKeeper;
  readonly keptResults: KeptResults;
  private readonly keeper: ClientKeeper;
  private readonly views: ViewportViews;
  private readonly layerView: LayerView;
  private readonly overlays: OverlayView;
  private readonly study: StudyRun;
  private readonly workspaces = new Map<string, SeriesWorkspace>();
  private readonly cleanUps: (() => void)[] = [];
  private active: ActiveSeries | undefined;
  private shownDisplaySet: DisplaySet | undefined;
  /** Ends the making of the consensus for an older calibration or a series that was left. */
  private consensus = new AbortController();
  private look = '';
  /** What the results on the screen were made with. */
  private results = '';
  private disposed = false;

  constructor(
    private readonly host: Host,
    startClient: StartClient,
    private readonly visit = 1,
    private readonly session = new SessionResults(),
  ) {
    this.calibration = new CalibrationKeeper(this.store);
    this.keeper = new ClientKeeper(this.store, startClient, (info) => this.calibration.calibrated(info));
    this.keptResults = new KeptResults(this.store, () => this.keeper.get());
    this.cleanUps.push(() => this.keptResults.dispose());
    this.views = new ViewportViews(host);
    this.layerView = new LayerView(host, this.store, () => this.active?.workspace);
    this.thresholds = new Thresholds(this.store, () => this.active);
    this.comparison = new Comparison(
      host,
      this.store,
      this.views,
      () => this.shownDisplaySet,
      () => this.layerView.update(),
    );
    this.overlays = new OverlayView(
      host,
      this.store,
      () => this.active?.workspace,
      (layer, sliceIndex) => this.seeds.variation(layer, sliceIndex),
    );
    this.study = new StudyRun({
      store: this.store,
      keeper: this.keeper,
      loadImage: (imageId) => this.loadImage(imageId),
      runShownSeries: () => this.runSeries(),
      shownSeriesKey: () => this.active?.workspace.series.key,
      cancelShown: () => this.cancel(),
      show: (kept) => void this.active?.run.adopt(kept),
    });
    this.candidates = new CandidateController(
      host,
      this.store,
      () => this.active,
      () => this.comparison.leave(),
    );
    this.seeds = new SeedsController(
      this.store,
      () => this.active,
      () => this.active?.regions.refresh(),
    );
    this.reference = new ReferenceController(host, this.store);
    this.controls = new ControlsController(
      this.store,
      (key) => this.workspaces.get(key),
      (file) => this.putInUse(file),
    );
    this.cleanUps.push(
      () => this.study.dispose(),
      keepPressKeys(),
      watchStudy(host, this.store),
      watchOwnObjects(host, this.store),
      watchConnection(this.store),
      this.store.subscribe(() => this.recall()), // before a run on opening would compute it again
      runOnOpening(this.store, () => this.runSeries()),
      this.store.subscribe(() => this.afterChange()),
      guardByHeader(this.store, () => this.active?.workspace.series.slices[0]?.instance),
      this.follow(),
      this.watchLayers(),
    );
    this.beginAtSite();
    void this.keeper.get().catch(() => undefined); // the store says what went wrong
  }

  /** As the site's configuration and the reader's own choices say. */
  private beginAtSite(): void {
    const { settings } = siteSettings(this.host);
    const dismissed = settings.hints ? putAway() : HINT_IDS;
    this.store.dispatch({ type: 'site-settings', settings });
    this.store.dispatch({ type: 'study-auto', auto: autoRunChosen(settings.autoRun) });
    void followLanguage(settings.language).then(() => {
      this.store.dispatch({ type: 'language', language: textLanguage() });
      this.store.dispatch({ type: 'help', change: { dismissed } });
      tellProblems(this.host, siteSettings(this.host).problems); // said in the language that holds now
    });
  }

  /** Every series of the study that suits the weights. */
  runStudy(): Promise<void> {
    return this.study.run();
  }

  cancelStudy(): void {
    this.study.cancel();
  }

  setAutoRun(auto: boolean): void {
    keepAutoRun(auto);
    this.store.dispatch({ type: 'study-auto', auto });
  }

  /** The reader may have changed keys and language in the viewer's preferences, which tell nobody. */
  readKeys(): void {
    followKeys(this.host, this.store);
    const { language } = this.store.getState().site;
    if (!languageHasChanged(language)) return;
    void followLanguage(language).then(() => {
      this.store.dispatch({ type: 'language', language: textLanguage() });
      this.store.dispatch({ type: 'keys', keys: presentKeys(this.host.hotkeys) }); // written in that language
    });
  }

  runSlice(): Promise<void> {
    return this.active?.run.runSlice() ?? Promise.resolve();
  }

  runSeries(): Promise<void> {
    return this.active?.run.runSeries() ?? Promise.resolve();
  }

  cancel(): void {
    this.active?.run.cancel();
  }

  /** Tries again to start the worker after a failure. */
  retryStart(): void {
    void this.keeper.get().catch(() => undefined);
  }

  /** Starts what failed again, and goes on with what the last run has left. */
  async tryAgain(): Promise<void> {
    const { weights, run } = this.store.getState();
    if (weights.kind === 'failed') this.retryStart();
    if (run.kind === 'cancelled' || run.kind === 'failed') await this.active?.run.resume();
  }

  discardEdits(method: LayerId): void {
    this.active?.workspace.writer.discardEdits(method);
    this.active?.masks.refresh(method);
  }

  /** Thresholds and tables of one's own scanner from a file of `lacuna calibrate`. */
  async useCalibration(file: Blob): Promise<void> {
    await this.putInUse(file);
  }

  private async putInUse(file: Blob): Promise<boolean> {
    const taken = await this.calibration.use(file);
    if (taken) await this.afterCalibration();
    return taken;
  }

  /** Back to those of the weights. */
  async removeCalibration(): Promise<void> {
    if (this.calibration.remove()) await this.afterCalibration();
  }

  /** Which bits of the latent code flip on the shown slice; the state says how it ends. */
  async traceFlips(): Promise<void> {
    const { active } = this;
    const { currentSlice, flips } = this.store.getState();
    const sliceIndex =
      currentSlice === null ? undefined : active?.workspace.series.sliceIndexOf[currentSlice];
    if (!active || sliceIndex === undefined || sliceIndex < 0 || flips.status.kind === 'busy') return;
    await this.overlays.flips.trace(sliceIndex, (signal) =>
      active.run.traceSlice(sliceIndex, flips.steps, signal),
    );
  }

  /** Shows a slice, in display order, in every viewport of the series. */
  async goToSlice(displayIndex: number): Promise<void> {
    const displaySet = this.shownDisplaySet;
    if (!displaySet?.imageIds) return;
    for (const viewportId of viewportsOf(this.host.services, displaySet)) {
      await this.views.goTo(viewportId, displaySet.imageIds, displayIndex);
    }
  }

  /** The candidate regions of a layer that are not rejected, with their voxels; undefined without a series. */
  candidateMasks(output: LayerId): CandidateMasks | undefined {
    this.active?.masks.finish();
    return this.active?.regions.masks(output);
  }

  /** The series under review, open in the worker, for runs that are not shown; undefined without a series or weights. */
  async openedSeries(signal: AbortSignal): Promise<
    | {
        readonly series: SeriesWorkspace['series'];
        readonly client: DetectionClient;
        readonly about: { weightsId: string; weightsSha256: string; backend: string };
      }
    | undefined
  > {
    const { active } = this;
    if (!active) return undefined;
    const client = await active.run.openedClient(signal);
    const { weights, backend } = this.store.getState();
    if (weights.kind !== 'ready') return undefined;
    const { manifest, sha256: weightsSha256 } = weights.info;
    const about = { weightsId: manifest.id, weightsSha256, backend: backend?.id ?? 'unknown' };
    return { series: active.workspace.series, client, about };
  }

  /** The series on the screen; unlike `workspace`, free of work, so that it can be asked for while the panel is drawn. */
  shownSeries(): ReviewSeries | undefined {
    return this.active?.workspace.series;
  }

  /** What the export needs, with every layer at the present threshold; undefined without a series. */
  workspace(): SeriesWorkspace | undefined {
    this.active?.masks.finish();
    this.active?.regions.finish();
    return this.active?.workspace;
  }

  /** Makes layers anew that a person has deleted in the viewer, from the results that are there. */
  async bringBack(wanted: (layer: LayerId) => boolean = () => true): Promise<void> {
    const { active } = this;
    const deleted = [...(active?.workspace.deleted ?? [])].filter(wanted);
    if (!active || deleted.length === 0) return;
    for (const layer of deleted) {
      active.workspace.deleted.delete(layer);
      await active.workspace.layers.ensure(layer);
      if (this.active !== active) return;
      active.masks.refresh(layer);
    }
    await this.layerView.update();
  }

  /** Ends what others do with this visit, when it ends. */
  onLeave(cleanUp: () => void): void {
    this.cleanUps.push(cleanUp);
  }

  dispose(): void {
    if (this.disposed) return;
    this.disposed = true;
    this.leaveSeries();
    leaveBehind(this.session, this.store.getState(), this.workspaces, this.study.waiting);
    for (const cleanUp of this.cleanUps.splice(0)) cleanUp();
    this.seeds.cancel();
    this.controls.cancel();
    this.candidates.dispose();
    this.comparison.dispose();
    this.overlays.dispose();
    this.keeper.dispose();
    this.workspaces.clear();
  }

  private follow(): () => void {
    const following = followViewports(this.host, {
      onSlice: (viewportId) => {
        if (viewportId === this.host.services.viewportGridService.getActiveViewportId()) this.tellSlice();
      },
      onViewports: () => this.afterViewports(),
    });
    return () => following.dispose();
  }

  private watchLayers(): () => void {
    return watchLayers(this.host, {
      methodOf: (segmentationId) => this.active?.workspace.layers.methodOf(segmentationId),
      onDeleted: (method) => {
        this.active?.workspace.writer.forget(method);
        this.active?.workspace.deleted.add(method);
        this.active?.masks.refresh(method); // the list is of the results, which stay
        this.store.dispatch({ type: 'visible', method, visible: false });
        this.overlays.masksChanged();
      },
      onRestyled: (viewportId) => {
        this.layerView.withdrawFromCompared(viewportId);
        this.layerView.adoptChanges(viewportId);
        this.overlays.updateSoon();
      },
      onSegments: () => {
        void this.layerView.update(); // with segments of a person's own the viewer draws the layer
        this.overlays.updateSoon();
      },
      onWithdrawn: (viewportId, segmentationId) => {
        this.active?.workspace.presenter.forget(viewportId, segmentationId);
        this.overlays.updateSoon();
      },
      onDrawn: () => {
        this.active?.masks.countEditsSoon();
        this.overlays.masksChanged();
      },
    });
  }

  private afterChange(): void {
    const { resultsSeed, refinement } = this.store.getState();
    const results = `${resultsSeed} ${refinement.resultsSteps}`;
    if (results !== this.results) {
      this.results = results;
      this.seeds.forget(); // they were run for others: neither their variation nor their seeds are of these
    }
    this.overlays.updateSoon();
    this.candidates.follow();
    this.reference.follow();
    const look = lookKey(this.store);
    if (look === this.look) return;
    this.look = look;
    void this.layerView.update();
    void this.bringBack((layer) => this.store.getState().methods[layer].visible);
  }

  private afterViewports(): void {
    if (this.disposed) return;
    const { services } = this.host;
    const displaySet = displayedSeries(services, services.viewportGridService.getActiveViewportId());
    const isNew = displaySet?.displaySetInstanceUID !== this.shownDisplaySet?.displaySetInstanceUID;
    if (displaySet?.imageIds?.length && isNew) {
      // OHIF fills the images in as a viewport needs them
      const left = this.shownDisplaySet;
      this.enterSeries(displaySet);
      void this.comparison.follow(displaySet, left);
    }
    this.tellSlice();
    this.candidates.follow(true);
    this.reference.look();
    this.comparison.look();
    this.overlays.masksChanged(); // a layout of other planes makes other label images
    void this.layerView.update();
  }

  private enterSeries(displaySet: DisplaySet): void {
    this.leaveSeries();
    this.shownDisplaySet = displaySet;
    this.store.dispatch({ type: 'readiness', change: { recalled: 0 } });
    const { metaData } = this.host.libraries().cornerstone;
    const { weights } = this.store.getState();
    const admission = admitDisplaySet(
      displaySet,
      (imageId) => metaData.get('instance', imageId) as Instance | undefined,
      weights.kind === 'ready' ? sequenceOfWeights(weights.info.manifest.sequence) : undefined,
    );
    if (admission.kind === 'refused') {
      this.store.dispatch({
        type: 'series',
        series: { kind: 'refused', sentence: errorText(admission.error) },
      });
      return;
    }
    const { series } = admission;
    const workspace =
      this.workspaces.get(series.key) ??
      createWorkspace(this.host, series, () => this.minimumRegionAreaMm2(), this.visit);
    this.workspaces.set(series.key, workspace);
    const regions = new RegionKeeper(this.store, workspace, this.seeds.stability);
    const masks = new MaskUpdater(
      this.store,
      workspace,
      browserClock,
      () => regions.update(),
      () => this.overlays.masksChanged(),
    );
    const run = new RunController(
      {
        store: this.store,
        keeper: this.keeper,
        loadImage: (imageId) => this.loadImage(imageId),
        presentLayers: () => this.layerView.update(),
        now: () => performance.now(),
      },
      workspace,
      masks,
    );
    this.active = { workspace, masks, regions, run };
    this.reference.enter(workspace);
    const { key, sliceIndexOf, warnings, view } = series;
    this.store.dispatch({
      type: 'series',
      series: {
        kind: 'admitted',
        key,
        sliceCount: sliceIndexOf.length,
        warnings,
        ...(view && { reformatted: true }),
      },
    });
    this.restoreGuard(workspace);
    this.restoreResults(workspace, masks);
    const kept = this.study.take(key);
    if (kept) void run.adopt(kept);
  }

  private loadImage(imageId: string): Promise<LoadedImage> {
    const { imageLoader } = this.host.libraries().cornerstone;
    return imageLoader.loadAndCacheImage(imageId) as Promise<LoadedImage>;
  }

  private leaveSeries(): void {
    this.consensus.abort();
    if (this.active) this.active.workspace.guard = this.store.getState().guard;
    this.active?.run.cancel();
    if (this.active) this.seeds.forget();
    if (this.active) this.reference.enter(undefined);
    this.active?.masks.dispose();
    if (this.active) this.keeper.closeSeries(this.active.workspace.series.key);
    this.active?.regions.dispose();
    this.active = undefined;
  }

  /** What was made out of a series holds when it is shown again. */
  private restoreGuard({ guard: { doubts, overridden } }: SeriesWorkspace): void {
    if (doubts) this.store.dispatch({ type: 'guard-doubts', doubts });
    if (overridden) this.store.dispatch({ type: 'guard-overridden', overridden });
  }

  /** Shows again what an earlier visit has left of the series, as soon as the weights are known to be the same. */
  private recall(): void {
    const { active } = this;
    const { weights } = this.store.getState();
    if (!active || active.workspace.resultsSeed !== null || weights.kind !== 'ready') return;
    const { workspace, masks } = active;
    const left = this.session.take(workspace.series.key, weights.info.sha256);
    if (!left) return;
    const { seed, steps } = left;
    putBack(left, workspace);
    this.store.dispatch({ type: 'results-cleared', seed, steps }); // says that there are results: nothing is run on opening
    this.store.dispatch({ type: 'seed', seed });
    this.restoreGuard(workspace);
    if (steps !== null) this.store.dispatch({ type: 'refinement', change: { steps } });
    void putBackLayers(left, workspace).then(() => {
      if (this.active !== active) return;
      this.restoreResults(workspace, masks);
      this.store.dispatch({ type: 'readiness', change: { recalled: left.results.length } });
      void this.layerView.update();
    });
  }

  /** A series that was run before in this visit shows its results again. */
  private restoreResults(workspace: SeriesWorkspace, masks: MaskUpdater): void {
    if (workspace.resultsSeed === null) return;
    const { resultsSeed: seed, resultsSteps: steps } = workspace;
    this.store.dispatch({ type: 'results-cleared', seed, steps });
    for (const method of LAYER_IDS) {
      for (const sliceIndex of workspace.results.sliceIndices(method)) {
        const { status, score, stepsMade } = workspace.results.get(method, sliceIndex)!;
        const { displayIndex } = workspace.series.slices[sliceIndex]!;
        const outcome = { status, score, candidate: false, ...(stepsMade !== undefined && { stepsMade }) };
        this.store.dispatch({ type: 'outcome', method, displayIndex, outcome });
      }
      masks.refresh(method);
    }
    void this.completeConsensus(); // of a series that was run before the calibration changed
  }

  /** Masks follow the new thresholds; the consensus, whose tables have changed, is made again from the stored maps. */
  private async afterCalibration(): Promise<void> {
    for (const { results, layers, writer } of this.workspaces.values()) {
      results.drop('consensus');
      layers.announce('consensus', writer.clear('consensus'));
    }
    for (const method of METHOD_IDS) this.active?.masks.refresh(method);
    const state = this.store.getState();
    if (state.compare && !hasConsensus(state)) await this.comparison.set(false);
    await this.completeConsensus();
  }

  private async completeConsensus(): Promise<void> {
    this.consensus.abort();
    this.consensus = new AbortController();
    await this.active?.run.completeConsensus(this.consensus.signal);
  }

  private minimumRegionAreaMm2(): number {
    const { weights } = this.store.getState();
    return weights.kind === 'ready' ? weights.info.manifest.minimumRegionAreaMm2 : 0;
  }

  private tellSlice(): void {
    const { viewportGridService } = this.host.services;
    const viewportId = viewportGridService.getActiveViewportId();
    const imageIds = this.shownDisplaySet?.imageIds;
    if (!viewportId || !imageIds) return;
    const displayIndex = this.views.shownIndex(viewportId, imageIds);
    if (displayIndex !== null) this.store.dispatch({ type: 'slice-shown', displayIndex });
  }
}
