import type { MethodId } from './detector.ts';
import type { WeightsManifest } from './manifest-types.ts';

/** The settings of a method by the short names that an exported object records, the same from the viewer and from Node. */
export function recordedSettings(
  method: MethodId,
  { methods }: WeightsManifest,
): Record<string, string | number> {
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
