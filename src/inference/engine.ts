import { sliceScore } from '../anomaly/score.ts';
import { LacunaError } from '../errors.ts';
import { modelImage } from '../imaging/normalisation.ts';
import type { LazySeries, SourceSeries, SourceSlice } from '../imaging/series.ts';
import { checkLatentSettings } from '../latent/settings.ts';
import { checkPixelSettings } from '../pixel/settings.ts';
import { deriveKey } from '../random.ts';
import { cumulativeAlpha } from '../schedule.ts';
import { applyCalibration, type CalibrationInput } from './calibration-file.ts';
import { CheckedModels } from './checked-models.ts';
import { type DetectorSettings, METHOD_IDS, type MethodId, type SliceResult } from './detector.ts';
import { brainMaskOnSource, type GridResult, mapOnSource, reconstructionOnSource } from './grid-result.ts';
import { detectLatentBernoulli, type GridInput, type GridOutput } from './latent-detector.ts';
import type { WeightsManifest } from './manifest-types.ts';
import { detectDiffusionAd } from './pixel-detector.ts';
import { PreparedSeries } from './prepared-series.ts';
import { realmQueue, type RunQueue } from './run-queue.ts';
import type { BackendInfo, SessionFactory } from './session.ts';
import { bundleSha256, type LoadProgress, loadVerified, type WeightsSource } from './weights.ts';

export { PreparedSeries } from './prepared-series.ts';

export interface EngineOptions {
  onProgress?: (progress: LoadProgress) => void;
  signal?: AbortSignal;
  /** Takes the place of thresholds, tables and consensus of the weights. */
  calibration?: CalibrationInput;
  /** Defaults to the one queue of this realm; onnxruntime must not be entered twice in a realm. */
  queue?: RunQueue;
}

/** Both detectors on one back-end with one weights bundle. Calls may overlap; runs of models never do. */
export class Engine {
  private readonly alphaBar: Float64Array;

  private constructor(
    readonly manifest: WeightsManifest,
    readonly weightsSha256: string,
    readonly backend: BackendInfo,
    private readonly models: CheckedModels,
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
    const { signal, calibration, queue = realmQueue } = options;
    const models = new CheckedModels(sessions, queue);
    try {
      const manifest = await loadVerified(
        weights,
        (key, bytes, spec) => models.load(key, bytes, spec, signal),
        options,
      );
      const sha256 = await bundleSha256(manifest);
      const used = calibration ? applyCalibration(manifest, sha256, calibration) : manifest;
      return new Engine(used, sha256, sessions.backend, models);
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
   * @throws LacunaError `invalid-argument` | `corrupt-file` | `bad-output` | `cancelled` | `timeout`
   */
  async detectSlice(
    series: PreparedSeries,
    sliceIndex: number,
    method: MethodId,
    settings: DetectorSettings,
    signal?: AbortSignal,
  ): Promise<SliceResult> {
    const started = performance.now();
    const { source, result } = await this.detect(series, sliceIndex, method, settings, signal);
    const mapping = series.mapping(source.geometry);
    const brainMask = brainMaskOnSource(result, mapping);
    const unit = this.unitOf(series);
    return {
      sliceKey: result.sliceKey,
      sliceIndex,
      method,
      status: result.status,
      anomalyMap: mapOnSource(result, brainMask, mapping),
      reconstruction: reconstructionOnSource(result, brainMask, mapping, source.pixels, unit),
      brainMask,
      score: result.score,
      elapsedMs: performance.now() - started,
    };
  }

  /** As detectSlice, left on the model grid: small, and exact on the source grid by the functions of grid-result.ts. */
  async detectGrid(
    series: PreparedSeries,
    sliceIndex: number,
    method: MethodId,
    settings: DetectorSettings,
    signal?: AbortSignal,
  ): Promise<GridResult> {
    return (await this.detect(series, sliceIndex, method, settings, signal)).result;
  }

  /** Modality units of a model intensity of 1. */
  unitOf(series: { readonly intensityMedian: number }): number {
    return this.manifest.normalisation.scale * series.intensityMedian;
  }

  private async detect(
    series: PreparedSeries,
    sliceIndex: number,
    method: MethodId,
    settings: DetectorSettings,
    signal?: AbortSignal,
  ): Promise<{ source: SourceSlice; result: GridResult }> {
    const started = performance.now();
    const detect = this.detector(method, settings);
    if (!Number.isInteger(sliceIndex) || sliceIndex < 0 || sliceIndex >= series.sliceCount) {
      throw new LacunaError('invalid-argument', `The series has no slice ${sliceIndex}.`, {
        sliceCount: series.sliceCount,
      });
    }
    const source = await series.source(sliceIndex, signal);
    const { pixels, mask, brainPixels } = await series.gridSlice(sliceIndex, source, signal);
    const common = { sliceKey: source.key, sliceIndex, method };
    if (brainPixels < this.manifest.brainMask.minSlicePixels) {
      const size = mask.length;
      const nothing = { anomalyMap: new Float32Array(size), mask: new Uint8Array(size), score: 0 };
      const reconstruction = new Float32Array(size);
      const elapsedMs = performance.now() - started;
      return { source, result: { ...common, ...nothing, status: 'no-brain', reconstruction, elapsedMs } };
    }
    const image = modelImage(pixels, mask, series.intensityMedian, this.manifest.normalisation.scale);
    const key = deriveKey(settings.seed, method, series.key, source.key);
    const { anomalyMap, reconstruction } = await detect({ image, mask, key }, signal);
    const score = sliceScore(anomalyMap);
    const elapsedMs = performance.now() - started;
    const found = { anomalyMap, reconstruction, mask: mask.slice(), score };
    const result: GridResult = { ...common, status: 'done', ...found, elapsedMs };
    return { source, result };
  }

  /** Frees models and back-end; idempotent. */
  dispose(): Promise<void> {
    return this.models.dispose();
  }

  /** The method bound to its settings: those of the manifest, overridden by the caller's, checked together. */
  private detector(
    method: MethodId,
    settings: DetectorSettings,
  ): (input: GridInput, signal?: AbortSignal) => Promise<GridOutput> {
    const { models, manifest, alphaBar } = this;
    if (!Number.isInteger(settings.seed) || settings.seed < 0 || settings.seed > 0xffffffff) {
      throw new LacunaError('invalid-argument', 'The seed must be a whole number from 0 to 4294967295.');
    }
    switch (method) {
      case 'latent-bernoulli': {
        const merged = { ...manifest.methods[method], ...settings.latentBernoulli };
        checkLatentSettings(merged, manifest.schedule.timesteps);
        return (input, signal) => detectLatentBernoulli(models, manifest, alphaBar, input, merged, signal);
      }
      case 'diffusion-ad': {
        const merged = { ...manifest.methods[method], ...settings.diffusionAd };
        checkPixelSettings(merged, manifest.schedule.timesteps);
        return (input, signal) => detectDiffusionAd(models, manifest, alphaBar, input, merged, signal);
      }
      default:
        throw new LacunaError(
          'invalid-argument',
          `There is no method ${String(method)}; choose ${METHOD_IDS.join(' or ')}.`,
        );
    }
  }
}
