import { sliceScore } from '../anomaly/score.ts';
import { LacunaError } from '../errors.ts';
import { modelImage } from '../imaging/normalisation.ts';
import type { SourceSlice } from '../imaging/series.ts';
import { deriveKey } from '../random.ts';
import type { BoundDetector } from './bound-detector.ts';
import type { DetectorSettings, MethodId } from './detector.ts';
import type { GridInput, GridOutput, GridPartial } from './grid-detection.ts';
import type { GridResult, PartialGridResult } from './grid-result.ts';
import type { WeightsManifest } from './manifest-types.ts';
import type { PreparedSeries } from './prepared-series.ts';

/** A slice on its way: as given, and what the detector gets of it, undefined where there is too little brain. */
interface Entry {
  index: number;
  source: SourceSlice;
  input: GridInput | undefined;
}

/** A result with the slice it is of. */
export interface Detected {
  source: SourceSlice;
  result: GridResult;
}
export type OnGridStep = (source: SourceSlice, partial: PartialGridResult) => void;

export interface BatchOptions {
  signal?: AbortSignal;
  onStep?: OnGridStep;
  wantsPartial?: () => boolean;
  onCall?: (step: number, steps: number) => void;
}

/** Slices of one series from their pixels to what one method says of them, on the model grid. */
export class SliceBatch {
  constructor(
    private readonly series: PreparedSeries,
    private readonly manifest: WeightsManifest,
    private readonly method: MethodId,
    private readonly settings: DetectorSettings,
  ) {}

  /** All slices in one run of each model; results in the order of the indices. @throws LacunaError */
  async detect(
    indices: readonly number[],
    detect: BoundDetector,
    { signal, onStep, wantsPartial, onCall }: BatchOptions = {},
  ): Promise<Detected[]> {
    const started = performance.now();
    const entries: Entry[] = [];
    for (const index of indices) entries.push(await this.read(index, signal));
    const share = () => (performance.now() - started) / entries.length;

    const running = entries.filter((entry) => entry.input !== undefined);
    const onPartial =
      onStep &&
      ((i: number, { output, step, steps }: GridPartial) => {
        const { source } = running[i]!;
        onStep(source, { ...this.result(running[i]!, output, share()), step, steps });
      });
    const told = onCall && ((_input: number, step: number, steps: number) => onCall(step, steps));
    const options = { signal, onPartial, wantsPartial, onCall: told, trace: this.settings.trace === true };
    const inputs = running.map(({ input }) => input!);
    const outputs = inputs.length > 0 ? await detect(inputs, options) : [];
    const elapsedMs = share();
    let next = 0;
    return entries.map((entry) => ({
      source: entry.source,
      result: entry.input ? this.result(entry, outputs[next++]!, elapsedMs) : this.nothing(entry, elapsedMs),
    }));
  }

  private async read(index: number, signal?: AbortSignal): Promise<Entry> {
    const { series, method, manifest } = this;
    if (!Number.isInteger(index) || index < 0 || index >= series.sliceCount) {
      throw new LacunaError('invalid-argument', `The series has no slice ${index}.`, {
        sliceCount: series.sliceCount,
      });
    }
    const source = await series.source(index, signal);
    const { pixels, mask, brainPixels } = await series.gridSlice(index, source, signal);
    if (brainPixels < manifest.brainMask.minSlicePixels) return { index, source, input: undefined };
    const image = modelImage(pixels, mask, series.intensityMedian, manifest.normalisation.scale);
    const key = deriveKey(this.settings.seed, method, series.key, source.key);
    return { index, source, input: { image, mask, key } };
  }

  private common({ index, source }: Entry) {
    return { sliceKey: source.key, sliceIndex: index, method: this.method };
  }

  private nothing(entry: Entry, elapsedMs: number): GridResult {
    const size = this.manifest.grid.size ** 2;
    return {
      ...this.common(entry),
      status: 'no-brain',
      anomalyMap: new Float32Array(size),
      reconstruction: new Float32Array(size),
      mask: new Uint8Array(size),
      score: 0,
      elapsedMs,
    };
  }

  private result(entry: Entry, output: GridOutput, elapsedMs: number): GridResult {
    const { anomalyMap, reconstruction, trace, stepsMade } = output;
    return {
      ...this.common(entry),
      status: 'done',
      anomalyMap,
      reconstruction,
      mask: entry.input!.mask.slice(),
      score: sliceScore(anomalyMap),
      elapsedMs,
      ...(trace && { trace: { steps: trace } }),
      ...(stepsMade !== undefined && { stepsMade }),
    };
  }
}
