import { METHOD_IDS, type MethodId, type OutputId } from './detector.ts';
import type { WeightsManifest } from './manifest-types.ts';

type Recorded = Record<string, string | number>;

/**
 * The settings of an output by the short names that an exported object records, the same from the viewer and from Node.
 *
 * For the consensus: the rule with its weights, and for each method, its id in front, its own settings and the table that
 * makes its score (`share:value` pairs and the end of its range), so that the map can be made again from the object and
 * the weights alone, also after a calibration file has been lost.
 */
export function recordedSettings(output: OutputId, manifest: WeightsManifest): Recorded {
  const settings = output === 'consensus' ? consensusSettings(manifest) : methodSettings(output, manifest);
  const { calibrationFile } = manifest;
  return calibrationFile === undefined ? settings : { ...settings, calibrationFile };
}

function methodSettings(method: MethodId, { methods }: WeightsManifest): Recorded {
  if (method === 'diffusion-ad') {
    const { tNoisier, tLessNoisy, guidance } = methods[method];
    return { ts: tNoisier, tn: tLessNoisy, w: guidance };
  }
  const { noiseLevel, steps, probabilityThreshold, maskLastStep, anomalyMap, medianFilter } = methods[method];
  return {
    L: noiseLevel,
    steps,
    P: probabilityThreshold ?? 'off',
    maskLastStep: String(maskLastStep),
    anomalyMap,
    medianFilter,
  };
}

/** Named in the object, so that a reader knows how the weights and tables that follow were used. */
export const CONSENSUS_RULE = 'weighted-tail-score';

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
