import { METHOD_IDS, type MethodId, type OutputId } from './detector.ts';
import type { WeightsManifest } from './manifest-types.ts';

type Recorded = Record<string, string | number>;

/** What a run adds to the settings of the weights. */
export interface RunFacts {
  readonly weightsSha256: string;
  readonly seed: number;
  /** As it was applied; recorded with all its digits, because a rounded threshold gives another mask. */
  readonly threshold: number;
  /** Where it comes from, for people. */
  readonly thresholdFrom?: string;
  /** Back-ends that computed, usually one. */
  readonly backends: readonly string[];
  /** Indices of the analysed slices in the series, feet to head, from 0. */
  readonly analysedSlices: readonly number[];
  readonly sliceCount: number;
  /** Of a series read as axial slices: the threshold was applied to the maps on its own images. */
  readonly masksOnSource?: boolean;
  /** What the guard had against the images and a person overrode: `sequence`, `intensities` or both with a `+`. */
  readonly guardOverridden?: string;
}

/**
 * All that an exported object records about the run that made it, the same from the viewer and from Node: enough to run
 * again and get the same mask. `recorded-run.ts` reads it back.
 */
export function recordedRun(output: OutputId, manifest: WeightsManifest, facts: RunFacts): Recorded {
  return {
    method: output,
    weights: manifest.id,
    weightsSha256: facts.weightsSha256,
    seed: facts.seed,
    threshold: facts.threshold,
    ...(facts.thresholdFrom === undefined ? {} : { thresholdFrom: facts.thresholdFrom }),
    minimumRegionAreaMm2: manifest.minimumRegionAreaMm2,
    backend: facts.backends.join('+'),
    slices: `${facts.analysedSlices.length}/${facts.sliceCount}`,
    slicesRun: sliceRanges(facts.analysedSlices),
    ...(facts.masksOnSource ? { masksOn: 'source' } : {}),
    ...(facts.guardOverridden === undefined ? {} : { guardOverridden: facts.guardOverridden }),
    ...recordedSettings(output, manifest),
  };
}

/** Indices from 0 as ranges counted from 1: 0,1,2,5 is `1-3;6`. */
function sliceRanges(indices: readonly number[]): string {
  const ranges: [number, number][] = [];
  for (const index of [...indices].sort((a, b) => a - b)) {
    const last = ranges.at(-1);
    if (last && index <= last[1] + 1) last[1] = index;
    else ranges.push([index, index]);
  }
  return ranges.map(([a, b]) => (a === b ? `${a + 1}` : `${a + 1}-${b + 1}`)).join(';');
}

/**
 * The settings of an output by the short names that an exported object records, the same from the viewer and from Node.
 *
 * For the consensus: the rule with its weights, and for each method, its id in front, its own settings and the table that
 * makes its score (`share:value` pairs and the end of its range), so that the map can be made again from the object and
 * the weights alone, also after a calibration file has been lost.
 */
export function recordedSettings(output: OutputId, manifest: WeightsManifest): Recorded {
  const settings = output === 'consensus' ? consensusSettings(manifest) : methodSettings(output, manifest);
  const { calibrationFile, calibratedSteps } = manifest;
  return {
    ...settings,
    ...(calibrationFile === undefined ? {} : { calibrationFile }),
    ...(calibratedSteps === undefined || output === 'diffusion-ad' ? {} : { calibratedSteps }),
  };
}

function methodSettings(method: MethodId, { methods }: WeightsManifest): Recorded {
  if (method === 'diffusion-ad') {
    const { tNoisier, tLessNoisy, guidance } = methods[method];
    return { ts: tNoisier, tn: tLessNoisy, w: guidance };
  }
  const settings = methods[method];
  const { noiseLevel, steps, probabilityThreshold, maskLastStep, anomalyMap, medianFilter } = settings;
  const { forwardNoise, settledSteps = 0 } = settings;
  return {
    L: noiseLevel,
    steps,
    P: probabilityThreshold ?? 'off',
    maskLastStep: String(maskLastStep),
    anomalyMap,
    medianFilter,
    ...(forwardNoise === undefined ? {} : { forwardNoise }),
    ...(settledSteps === 0 ? {} : { settledSteps }),
  };
}

/** Named in the object, so that a reader knows how the weights and tables that follow were used. */
const CONSENSUS_RULE = 'weighted-tail-score';

function consensusSettings(manifest: WeightsManifest): Recorded {
  const { consensus, methods } = manifest;
  if (!consensus) return {};
  const settings: Recorded = { rule: CONSENSUS_RULE };
  for (const method of METHOD_IDS) {
    const { calibration, mapRange } = methods[method];
    const own: Recorded = {
      weight: consensus.weights[method],
      tail: (calibration?.healthyTail ?? []).map(([rate, value]) => `${rate}:${value}`).join(';'),
      rangeEnd: mapRange[1],
      ...methodSettings(method, manifest),
    };
    for (const [name, value] of Object.entries(own)) settings[`${method}.${name}`] = value;
  }
  return settings;
}
