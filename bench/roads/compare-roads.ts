import type { LazySeries } from '@lacuna/core/imaging/series.ts';
import type { DetectorSettings, MethodId, SliceResult } from '@lacuna/core/inference/detector.ts';
import { Engine } from '@lacuna/core/inference/engine.ts';
import type { Road, RoadInfo } from '@lacuna/core/inference/road.ts';
import type { SessionFactory } from '@lacuna/core/inference/session.ts';
import type { WeightsSource } from '@lacuna/core/inference/weights-source.ts';
import { median } from '../statistics.ts';
import { CountedSessions } from './counted-sessions.ts';

export interface RoadVariant {
  name: string;
  method: MethodId;
  settings: DetectorSettings;
}

/** What one road costs a slice. */
export interface RoadCost {
  ms: number;
  runs: number;
  /** Tensors and bytes handed to the back-end, and fetched from it. */
  sent: number;
  sentBytes: number;
  fetched: number;
  fetchedBytes: number;
}

export interface RoadsCompared {
  variant: string;
  host: RoadCost;
  device: RoadCost;
  /** Between the maps of the two roads. */
  largestDifference: number;
  /** Pixels on one side of the default threshold on one road and on the other on the other. */
  differingMaskPixels: number;
  markedPixels: number;
}

export interface RoadsReport {
  backend: string;
  device: RoadInfo;
  compared: RoadsCompared[];
  /** Tensors still on the back-end when all was done, and the most at a time. */
  kept: number;
  mostKept: number;
}

const ROADS: readonly Road[] = ['host', 'device'];

/**
 * Both roads on the same slices: what they give and what they cost. They take turns, so that whatever else the machine does
 * strikes both.
 * @param sessions freed at the end
 */
export async function compareRoads(
  sessions: SessionFactory,
  weights: WeightsSource,
  series: LazySeries,
  variants: readonly RoadVariant[],
  rounds: number,
): Promise<RoadsReport> {
  const counted = new CountedSessions(sessions);
  const { backend, create, createGlue } = counted;
  const lent = { backend, create, createGlue, dispose: () => Promise.resolve() }; // to two engines on one device
  const opened = [];
  for (const road of ROADS) {
    const engine = await Engine.open(lent, weights, { road });
    opened.push({ engine, prepared: await engine.prepareSeries(series) });
  }
  const [host, device] = opened as [(typeof opened)[0], (typeof opened)[0]];
  const compared: RoadsCompared[] = [];
  for (const { name, method, settings } of variants) {
    const costs: RoadCost[][] = [[], []];
    const results: SliceResult[][] = [[], []];
    for (let round = 0; round <= rounds; round++) {
      for (const [i, { engine, prepared }] of opened.entries()) {
        for (let slice = 0; slice < series.sliceCount; slice++) {
          counted.reset();
          const started = performance.now();
          const result = await engine.detectSlice(prepared, slice, method, settings);
          const ms = performance.now() - started;
          const { runs, sent, sentBytes, fetched, fetchedBytes } = counted;
          if (round === 0)
            results[i]!.push(result); // also the round that compiles
          else costs[i]!.push({ ms, runs, sent, sentBytes, fetched, fetchedBytes });
        }
      }
    }
    const threshold = host.engine.manifest.methods[method].thresholds.fpr1;
    compared.push({
      variant: name,
      host: typical(costs[0]!),
      device: typical(costs[1]!),
      ...differences(results[0]!, results[1]!, threshold),
    });
  }
  await device.engine.prepareSeries(series); // its turns come after those that free what is left
  const { kept, mostKept } = counted;
  const { road } = device.engine;
  for (const { engine } of opened) await engine.dispose();
  await counted.dispose();
  return { backend: `${backend.id}: ${backend.detail}`, device: road, compared, kept, mostKept };
}

function typical(costs: readonly RoadCost[]): RoadCost {
  return { ...costs[0]!, ms: median(costs.map(({ ms }) => ms)) };
}

function differences(a: readonly SliceResult[], b: readonly SliceResult[], threshold: number) {
  let [largestDifference, differingMaskPixels, markedPixels] = [0, 0, 0];
  for (const [i, { anomalyMap }] of a.entries()) {
    anomalyMap.forEach((value, at) => {
      const other = b[i]!.anomalyMap[at]!;
      largestDifference = Math.max(largestDifference, Math.abs(value - other));
      if (value > threshold !== other > threshold) differingMaskPixels++;
      if (value > threshold) markedPixels++;
    });
  }
  return { largestDifference, differingMaskPixels, markedPixels };
}

const chain = (steps: number, settledSteps?: number): RoadVariant => ({
  name: `latent Bernoulli, ${steps} steps${settledSteps === undefined ? '' : ', may end early'}`,
  method: 'latent-bernoulli',
  settings: { seed: 7, latentBernoulli: { noiseLevel: 200, steps, ...(settledSteps && { settledSteps }) } },
});

/** The settings of the weights for both methods, and a chain that may end early. */
export const FEW_VARIANTS: readonly RoadVariant[] = [
  { name: 'latent Bernoulli, default', method: 'latent-bernoulli', settings: { seed: 7 } },
  chain(3, 2),
  { name: 'DiffusionAD', method: 'diffusion-ad', settings: { seed: 7 } },
];
/** And a longer chain. */
export const ROAD_VARIANTS: readonly RoadVariant[] = [...FEW_VARIANTS, chain(10)];
