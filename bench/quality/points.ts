import { auroc, averagePrecision } from '@lacuna/core/metrics/index.ts';

/** One setting of the chain, and what was measured at it. */
export interface Point {
  readonly settings: { noiseLevel: number; steps: number; settledSteps: number };
  /** Slices of each case at most; Infinity for all that are asked for. */
  readonly rounds: number;
  readonly slices: { round: number; scores: Float32Array; truth: Uint8Array; cpuMs: number; calls: number }[];
}

export interface PointFigures {
  noiseLevel: number;
  steps: number;
  settledSteps: number;
  slices: number;
  /** null where no pixel, or every one, is abnormal. */
  averagePrecision: number | null;
  auroc: number | null;
  /** On the slices at which every point was measured. */
  averagePrecisionOnCommon: number | null;
  /** Median processor time, all threads. */
  cpuMsASlice: number;
  denoiserCallsASlice: number;
}

/** `noiseLevel:calls[:settledSteps][@slices per case]`, separated by spaces. */
export function readPoints(text: string): Point[] {
  return text.split(' ').map((one) => {
    const [chain = '', rounds] = one.split('@');
    const [noiseLevel, steps, settledSteps = 0] = chain.split(':').map(Number);
    if (!noiseLevel || !steps) throw new Error(`${one} is no noise level with a number of calls`);
    return {
      settings: { noiseLevel, steps, settledSteps },
      rounds: rounds === undefined ? Infinity : Number(rounds),
      slices: [],
    };
  });
}

/** Pixels of all slices pooled. */
export function figures(points: readonly Point[]): PointFigures[] {
  const common = Math.min(...points.map(({ rounds }) => rounds));
  return points.map(({ settings, slices }) => {
    const shared = slices.filter(({ round }) => round < common);
    return {
      ...settings,
      slices: slices.length,
      averagePrecision: pooled(slices, averagePrecision),
      auroc: pooled(slices, auroc),
      averagePrecisionOnCommon: pooled(shared, averagePrecision),
      cpuMsASlice: median(slices.map(({ cpuMs }) => cpuMs)),
      denoiserCallsASlice: slices.reduce((sum, { calls }) => sum + calls, 0) / slices.length,
    };
  });
}

function pooled(
  slices: Point['slices'],
  figure: (scores: Float32Array, truth: Uint8Array) => number | null,
): number | null {
  const length = slices.reduce((sum, { truth }) => sum + truth.length, 0);
  const [scores, truth] = [new Float32Array(length), new Uint8Array(length)];
  let at = 0;
  for (const slice of slices) {
    scores.set(slice.scores, at);
    truth.set(slice.truth, at);
    at += slice.truth.length;
  }
  return figure(scores, truth);
}

function median(values: readonly number[]): number {
  const sorted = [...values].sort((a, b) => a - b);
  return sorted[sorted.length >> 1]!;
}
