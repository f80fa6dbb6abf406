import type { SourceSeries } from '@lacuna/core/imaging/series.ts';
import type { DetectorSettings, MethodId } from '@lacuna/core/inference/detector.ts';
import { float32, goldenCases, type Packed } from '../../core/support/golden.ts';

interface SeriesCase {
  kind: 'series';
  seriesKey: string;
  rowSpacingMm: number;
  columnSpacingMm: number;
  sliceKeys: string[];
  slices: Packed;
  median: number;
  gridImages: Packed;
  gridMasks: Packed;
}
export interface ResultCase {
  kind: 'result';
  method: MethodId;
  settings: Record<string, never>;
  seed: number;
  sliceIndex: number;
  status: 'done' | 'no-brain';
  score: number;
  anomalyMap: Packed;
  reconstruction: Packed;
  brainMask: Packed;
}

const cases = goldenCases<SeriesCase | ResultCase>('detectors');
export const goldenSeries = cases.find((c): c is SeriesCase => c.kind === 'series')!;
export const goldenResults = cases.filter((c): c is ResultCase => c.kind === 'result');

export function settingsOf({ method, settings, seed }: ResultCase): DetectorSettings {
  return method === 'latent-bernoulli'
    ? { seed, latentBernoulli: settings }
    : { seed, diffusionAd: settings };
}

/** The synthetic series of the golden file: five slices of 34 x 30 pixels, the last one empty. */
export function syntheticSeries(): SourceSeries {
  const { seriesKey, rowSpacingMm, columnSpacingMm, sliceKeys, slices } = goldenSeries;
  const [, rows, columns] = slices.shape as [number, number, number];
  const pixels = float32(slices);
  return {
    key: seriesKey,
    slices: sliceKeys.map((key, i) => ({
      key,
      geometry: {
        rows,
        columns,
        rowSpacingMm,
        columnSpacingMm,
        imagePositionPatient: [0, 0, 5 * i],
        imageOrientationPatient: [1, 0, 0, 0, 1, 0],
      },
      pixels: pixels.slice(i * rows * columns, (i + 1) * rows * columns),
    })),
  };
}
