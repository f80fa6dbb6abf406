import { consensusMap, type ConsensusRule } from '@lacuna/core/anomaly/consensus.ts';
import type { MapCalibrationFigures } from '@lacuna/core/anomaly/calibration.ts';
import { HealthyStatistics } from '@lacuna/core/anomaly/healthy-statistics.ts';
import { tailScale } from '@lacuna/core/anomaly/tail-score.ts';
import type { WeightsManifest } from '@lacuna/core/inference/manifest-types.ts';
import { inTurns } from '../export/page-turns.ts';
import { METHOD_IDS, type MethodId } from '../methods.ts';
import type { HealthyValues } from './healthy-slices.ts';

const EVEN_WEIGHTS: Readonly<Record<MethodId, number>> = { 'latent-bernoulli': 0.5, 'diffusion-ad': 0.5 };
/** Orders of magnitude of the healthy false-positive rate. */
const CONSENSUS_RANGE = [0, 6] as const;
/** Times that every slice is gone through. */
export const PASSES = 4;

/** `methods` and `consensus` of a calibration file. */
export interface CalibrationFigures {
  readonly methods: Readonly<Record<MethodId, MapCalibrationFigures>>;
  readonly consensus: {
    readonly weights: Readonly<Record<MethodId, number>>;
    readonly thresholds: MapCalibrationFigures['thresholds'];
    readonly mapRange: readonly [number, number];
  };
}

/**
 * Thresholds and tables of both methods and the thresholds of their consensus, as `lacuna calibrate` makes them; a slice or a few at
 * a time, so that the page stays free.
 *
 * @param manifest of the weights, before any calibration file
 * @param onSlice after each slice of each of the `PASSES`
 * @throws LacunaError `cancelled` | `empty-result`
 */
export async function calibrationOf(
  slices: readonly HealthyValues[],
  manifest: Pick<WeightsManifest, 'methods' | 'consensus'>,
  signal: AbortSignal,
  onSlice: () => void,
): Promise<CalibrationFigures> {
  const each = <T>(work: (slice: number) => T) => inTurns(slices.length, work, signal, onSlice);
  const statistics = perMethod(() => new HealthyStatistics());
  await each((n) => METHOD_IDS.forEach((id) => statistics[id].first(slices[n]![id])));
  await each((n) => METHOD_IDS.forEach((id) => statistics[id].second(slices[n]![id])));
  const methods = perMethod((id) => within(statistics[id].figures(), manifest.methods[id].mapRange[1]));
  const weights = manifest.consensus?.weights ?? EVEN_WEIGHTS;
  const rule: ConsensusRule<MethodId> = METHOD_IDS.map((method) => ({
    method,
    weight: weights[method],
    scale: tailScale(methods[method].calibration.healthyTail, manifest.methods[method].mapRange[1]),
  }));
  const agreed = new HealthyStatistics();
  const maps = await each((n) => {
    const map = consensusMap(rule, slices[n]!);
    agreed.first(map);
    return map;
  });
  await each((n) => agreed.second(maps[n]!));
  const { thresholds } = agreed.figures();
  return { methods, consensus: { weights, thresholds, mapRange: CONSENSUS_RANGE } };
}

/** A float32 can lie a rounding above the end of its map's range; the file's tail may not. */
function within(figures: MapCalibrationFigures, end: number): MapCalibrationFigures {
  const { healthyTail, ...rest } = figures.calibration;
  const tail = healthyTail.map(([rate, value]) => [rate, Math.min(Math.max(value, 0), end)] as const);
  return { ...figures, calibration: { ...rest, healthyTail: tail } };
}

function perMethod<T>(make: (id: MethodId) => T): Record<MethodId, T> {
  return { 'latent-bernoulli': make('latent-bernoulli'), 'diffusion-ad': make('diffusion-ad') };
}
