import type { ConsensusRule } from '../anomaly/consensus.ts';
import { tailScale } from '../anomaly/tail-score.ts';
import { METHOD_IDS, OUTPUT_IDS, type MethodId, type OutputId } from './detector.ts';
import type { MapCalibration, WeightsManifest } from './manifest-types.ts';

/** The outputs that weights give: both methods, and the consensus where it is calibrated. */
export function availableOutputs({ consensus }: WeightsManifest): OutputId[] {
  return OUTPUT_IDS.filter((id) => id !== 'consensus' || consensus !== undefined);
}

/** Thresholds and range of an output's map; undefined for a consensus that the weights do not have. */
export function mapCalibration(
  { methods, consensus }: WeightsManifest,
  output: OutputId,
): MapCalibration | undefined {
  return output === 'consensus' ? consensus : methods[output];
}

/** How the consensus is computed; undefined where the weights have none. The manifest has been checked by its parser. */
export function consensusRule({ methods, consensus }: WeightsManifest): ConsensusRule<MethodId> | undefined {
  if (!consensus) return undefined;
  return METHOD_IDS.map((method) => {
    const { calibration, mapRange } = methods[method];
    return {
      method,
      weight: consensus.weights[method],
      scale: tailScale(calibration?.healthyTail ?? [], mapRange[1]),
    };
  });
}
