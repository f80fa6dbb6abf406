import { LacunaError } from '../../errors.ts';
import { type CompactResult, packResult } from '../compact-result.ts';
import type { DetectorSettings, MethodId } from '../detector.ts';
import type { ChainWatch, Engine, PreparedSeries } from '../engine.ts';
import type { GridResult } from '../grid-result.ts';
import type { ResultCache, ResultOrigin } from './result-cache.ts';
import { resultKey } from './result-key.ts';

export interface UnitOfWork {
  readonly sliceIndex: number;
  readonly method: MethodId;
  readonly settings: DetectorSettings;
  readonly seriesKey: string;
  /** Not from the cache. */
  readonly fresh?: boolean;
}

export interface Found {
  sliceKey: string;
  from: ResultOrigin;
  result: CompactResult;
  /** Computed anew each time it is asked for. */
  trace?: GridResult['trace'];
}

/** A result from the cache, or computed and kept there: nothing is computed twice while the cache holds it. */
export class ResultFinder {
  constructor(
    private readonly code: string,
    readonly cache: ResultCache,
  ) {}

  /**
   * @param whole with its reconstruction, which is kept in memory only
   * @param watch follows the chain where it is computed
   * @throws LacunaError `invalid-argument` | `corrupt-file` | `bad-output` | `cancelled` | `timeout`
   */
  async find(
    engine: Engine,
    series: PreparedSeries,
    { sliceIndex, method, settings, fresh }: UnitOfWork,
    signal: AbortSignal,
    { whole = false, watch }: { whole?: boolean; watch?: ChainWatch } = {},
  ): Promise<Found> {
    if (!Number.isInteger(sliceIndex) || sliceIndex < 0 || sliceIndex >= series.sliceCount) {
      throw new LacunaError('invalid-argument', `The series has no slice ${sliceIndex}.`);
    }
    const slice = await series.source(sliceIndex, signal);
    const { weightsSha256, manifest, backend } = engine;
    const { key: seriesKey, intensityMedian } = series;
    const inputs = { weightsSha256, manifest, backend, method, settings, seriesKey, slice, intensityMedian };
    const key = await resultKey({ ...inputs, code: this.code });
    const known = await this.cache.get(key);
    const traced = settings.trace === true && method === 'latent-bernoulli';
    if (known && !fresh && !traced && (!whole || known.result.reconstruction))
      return { sliceKey: slice.key, ...known };
    const computed = await engine.detectGrid(series, sliceIndex, method, settings, signal, watch);
    const result = packResult(computed, manifest.grid.size);
    this.cache.put(key, result);
    const { trace } = computed;
    return { sliceKey: slice.key, from: 'computed', result, ...(trace && { trace }) };
  }
}
