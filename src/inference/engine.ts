import { LacunaError, throwIfCancelled } from '../errors.ts';
import type { LazySeries, SourceSeries, SourceSlice } from '../imaging/series.ts';
import { cumulativeAlpha } from '../schedule.ts';
import { MOST_SLICES_IN_A_BATCH, preferredBatchSize } from './batch-size.ts';
import { bindDetector } from './bound-detector.ts';
import { applyCalibration, type CalibrationInput } from './calibration-file.ts';
import { CheckedModels } from './checked-models.ts';
import type { DetectorSettings, MethodId, PartialSliceResult, SliceResult } from './detector.ts';
import { type GridResult, type PartialGridResult, sliceResult } from './grid-result.ts';
import { MODEL_KEYS, type WeightsManifest } from './manifest-types.ts';
import { PreparedSeries } from './prepared-series.ts';
import { inOrder } from './in-order.ts';
import { preferredRoad, type Road, type RoadInfo } from './road.ts';
import { realmQueue, type RunQueue } from './run-queue.ts';
import type { BackendInfo, SessionFactory } from './session.ts';
import { manifestWithSteps } from './manifest-with-steps.ts';
import { type BatchOptions, type Detected, type OnGridStep, SliceBatch } from './slice-batch.ts';
import { bundleSha256, type LoadProgress, loadVerified, type WeightsSource } from './weights.ts';

export { PreparedSeries } from './prepared-series.ts';

export interface EngineOptions {
  onProgress?: (progress: LoadProgress) => void;
  signal?: AbortSignal;
  /** Takes the place of thresholds, tables and consensus of the weights. */
  calibration?: CalibrationInput;
  /** Denoiser calls of latent Bernoulli (see `settingsForSteps`); default as many as the weights use. */
  steps?: number;
  /** Samples in a run of a model, for back-ends that cannot be interrupted; default any number. */
  mostInARun?: number;
  /** Where the arithmetic between networks is done; the default is what suits the back-end, and `host` is always there. */
  road?: Road;
  /** Defaults to the one queue of this realm; onnxruntime must not be entered twice in a realm. */
  queue?: RunQueue;
}

export interface DetectSlicesOptions {
  signal?: AbortSignal;
  /** Slices in a run of a model; the default is what the back-end prefers. */
  batchSize?: number;
  /**
   * Takes what is known after the 1st, 2nd, 4th, 8th ... denoiser call of a chain, but not after the last, whose result
   * is the slice's. Each costs a run of the decoder; the final result is the same with and without.
   */
  onStep?: (partial: PartialSliceResult) => void;
}

/** Follows a chain of several denoiser calls while it goes on. */
export interface ChainWatch {
  /** After each call: calls made, from 1, and of the whole chain. */
  onCall?: (step: number, steps: number) => void;
  /** As DetectSlicesOptions' onStep, on the model grid. */
  onPartial?: (partial: PartialGridResult) => void;
  /** Whether a coarse result is wanted now; without it, always. */
  wantsPartial?: () => boolean;
}

/** Both detectors on one back-end with one weights bundle. Calls may overlap; runs of models never do. */
export class Engine {
  private readonly alphaBar: Float64Array;

  private constructor(
    readonly manifest: WeightsManifest,
    readonly weightsSha256: string,
    readonly backend: BackendInfo,
    private readonly models: CheckedModels,
    readonly road: RoadInfo,
    private readonly besideHost: boolean,
  ) {
    this.alphaBar = cumulativeAlpha(manifest.schedule);
  }

  /**
   * Verifies and loads the weights. The engine owns `sessions` from here on, also when opening fails.
   * @throws LacunaError `weights-missing` | `weights-altered` | `weights-invalid` | `backend-unavailable` | `cancelled`
   */
  static async open(
    sessions: SessionFactory,
    weights: WeightsSource,
    options: EngineOptions = {},
  ): Promise<Engine> {
    const {
      signal,
      calibration,
      steps,
      queue = realmQueue,
      mostInARun,
      road = preferredRoad(sessions.backend),
    } = options;
    const models = new CheckedModels(sessions, queue, mostInARun);
    try {
      const manifest = await loadVerified(
        weights,
        (key, bytes, spec) => models.load(key, bytes, spec, signal),
        options,
      );
      const sha256 = await bundleSha256(manifest);
      const calibrated = calibration ? applyCalibration(manifest, sha256, calibration) : manifest;
      const used = manifestWithSteps(calibrated, steps);
      const found: RoadInfo = road === 'device' ? await models.openDevice(manifest, signal) : { road };
      const { backend, besideHost = backend.id === 'webgpu' } = sessions;
      return new Engine(used, sha256, backend, models, found, besideHost);
    } catch (thrown) {
      await models.dispose();
      throw thrown;
    }
  }

  /**
   * Finds the brain and the intensity scale of a series; the slices must run feet to head.
   * @throws LacunaError `no-brain` | `constant` | `too-small` | `no-geometry` | `corrupt-file` | `bad-output` | `cancelled`
   */
  prepareSeries(series: SourceSeries | LazySeries, signal?: AbortSignal): Promise<PreparedSeries> {
    return PreparedSeries.open(series, this.models, this.manifest, signal);
  }

  /**
   * Runs one method on one slice; the result depends on slice, series scale, settings and weights alone, not on what
   * ran before.
   * @param onStep takes coarse results of a chain of several denoiser calls, see DetectSlicesOptions
   * @throws LacunaError `invalid-argument` | `corrupt-file` | `bad-output` | `cancelled` | `timeout`
   */
  async detectSlice(
    series: PreparedSeries,
    sliceIndex: number,
    method: MethodId,
    settings: DetectorSettings,
    signal?: AbortSignal,
    onStep?: DetectSlicesOptions['onStep'],
  ): Promise<SliceResult> {
    const [found] = await this.detect(series, [sliceIndex], method, settings, { signal, onStep });
    return this.onSource(series, found!.source, found!.result);
  }

  /**
   * As detectSlice, left on the model grid: small, and exact on the source grid by the functions of grid-result.ts.
   * @param watch follows a chain of several denoiser calls
   */
  async detectGrid(
    series: PreparedSeries,
    sliceIndex: number,
    method: MethodId,
    settings: DetectorSettings,
    signal?: AbortSignal,
    watch: ChainWatch = {},
  ): Promise<GridResult> {
    const { onPartial, ...others } = watch;
    const onStep: OnGridStep | undefined = onPartial && ((_source, partial) => onPartial(partial));
    const options = { signal, onStep, ...others };
    const [found] = await this.onGrid(series, [sliceIndex], method, settings, options);
    return found!.result;
  }

  /**
   * Runs one method on many slices, `batchSize` of them in each run of a model, and gives the results in the order of
   * the indices; each is what `detectSlice` gives, bit for bit on the CPU and WebAssembly. Where
   * models compute beside the host (on a graphics device, in a thread of their own), the next batch is begun while one is under
   * way; other back-ends block their realm.
   * @throws LacunaError as `detectSlice`
   */
  async *detectSlices(
    series: PreparedSeries,
    sliceIndices: readonly number[],
    method: MethodId,
    settings: DetectorSettings,
    { signal, onStep, batchSize = preferredBatchSize(this.backend) }: DetectSlicesOptions = {},
  ): AsyncGenerator<SliceResult, void, undefined> {
    if (!Number.isInteger(batchSize) || batchSize < 1 || batchSize > MOST_SLICES_IN_A_BATCH) {
      const rule = `The batch size must be a whole number from 1 to ${MOST_SLICES_IN_A_BATCH}.`;
      throw new LacunaError('invalid-argument', rule, { batchSize });
    }
    const batches = Array.from({ length: Math.ceil(sliceIndices.length / batchSize) }, (_, i) =>
      sliceIndices.slice(i * batchSize, (i + 1) * batchSize),
    );
    const stopped = new AbortController();
    const options = { signal: AbortSignal.any([stopped.signal, ...(signal ? [signal] : [])]), onStep };
    const detect = (batch: readonly number[]) => this.detect(series, batch, method, settings, options);
    try {
      let since = performance.now();
      for await (const found of inOrder(batches, detect, this.besideHost ? 1 : 0)) {
        throwIfCancelled(signal);
        const elapsedMs = (performance.now() - since) / found.length; // not what it spent waiting for the one before
        for (const { source, result } of found) yield this.onSource(series, source, { ...result, elapsedMs });
        since = performance.now();
      }
    } finally {
      stopped.abort(); // a batch begun for a caller who has left
    }
  }

  /** Modality units of a model intensity of 1. */
  unitOf(series: { readonly intensityMedian: number }): number {
    return this.manifest.normalisation.scale * series.intensityMedian;
  }

  private detect(
    series: PreparedSeries,
    indices: readonly number[],
    method: MethodId,
    settings: DetectorSettings,
    { signal, onStep }: DetectSlicesOptions,
  ): Promise<Detected[]> {
    const onGridStep: OnGridStep | undefined =
      onStep &&
      ((source, { step, steps, ...result }) =>
        onStep({ ...this.onSource(series, source, result), step, steps }));
    return this.onGrid(series, indices, method, settings, { signal, onStep: onGridStep });
  }

  private onGrid(
    series: PreparedSeries,
    indices: readonly number[],
    method: MethodId,
    settings: DetectorSettings,
    options: BatchOptions,
  ): Promise<Detected[]> {
    const { models, manifest, alphaBar } = this;
    const detect = bindDetector(models, manifest, alphaBar, method, settings);
    return new SliceBatch(series, manifest, method, settings).detect(indices, detect, options);
  }

  private onSource(series: PreparedSeries, source: SourceSlice, result: GridResult): SliceResult {
    return sliceResult(result, source, series.mapping(source.geometry), this.unitOf(series));
  }

  /**
   * Runs every model once on zeros, so that buffers are there and shaders compiled before the first slice. What comes
   * of it, failures too, is left to the first slice to find out. @throws LacunaError `cancelled`
   */
  async warmUp(signal?: AbortSignal): Promise<void> {
    for (const key of MODEL_KEYS) {
      throwIfCancelled(signal);
      const inputs = this.manifest.models[key].inputs.map(({ name, shape }) => {
        const size = shape.slice(1).reduce<number>((product, n) => product * Number(n), 1);
        return [name, new Float32Array(size)] as const;
      });
      await this.models.run(key, Object.fromEntries(inputs), 1, signal).catch(() => undefined);
    }
  }

  /** Frees models and back-end; idempotent. */
  dispose(): Promise<void> {
    return this.models.dispose();
  }
}
