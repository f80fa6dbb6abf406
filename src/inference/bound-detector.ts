import { LacunaError } from '../errors.ts';
import { checkLatentSettings } from '../latent/settings.ts';
import { checkPixelSettings } from '../pixel/settings.ts';
import type { CheckedModels } from './checked-models.ts';
import { type DetectorSettings, METHOD_IDS, type MethodId } from './detector.ts';
import { latentBernoulliOnDevice } from './device/latent-on-device.ts';
import { diffusionAdOnDevice } from './device/pixel-on-device.ts';
import type { DetectOptions, GridInput, GridOutput } from './grid-detection.ts';
import { detectLatentBernoulli } from './latent-detector.ts';
import type { WeightsManifest } from './manifest-types.ts';
import { detectDiffusionAd } from './pixel-detector.ts';

/** A method with its settings; gives one output per input. */
export type BoundDetector = (inputs: readonly GridInput[], options: DetectOptions) => Promise<GridOutput[]>;

/**
 * The method bound to its settings: those of the manifest, overridden by the caller's, checked together.
 * @throws LacunaError `invalid-argument`
 */
export function bindDetector(
  models: CheckedModels,
  manifest: WeightsManifest,
  alphaBar: Float64Array,
  method: MethodId,
  settings: DetectorSettings,
): BoundDetector {
  const { timesteps } = manifest.schedule;
  if (!Number.isInteger(settings.seed) || settings.seed < 0 || settings.seed > 0xffffffff) {
    throw new LacunaError('invalid-argument', 'The seed must be a whole number from 0 to 4294967295.');
  }
  switch (method) {
    case 'latent-bernoulli': {
      const merged = { ...manifest.methods[method], ...settings.latentBernoulli };
      checkLatentSettings(merged, timesteps);
      return (inputs, options) => {
        // Of what each call says the host has all at hand.
        if (!models.device || options.trace)
          return detectLatentBernoulli(models, manifest, alphaBar, inputs, merged, options);
        return latentBernoulliOnDevice(models.device, manifest, alphaBar, inputs, merged, options);
      };
    }
    case 'diffusion-ad': {
      const merged = { ...manifest.methods[method], ...settings.diffusionAd };
      checkPixelSettings(merged, timesteps);
      return (inputs, { signal }) =>
        models.device
          ? diffusionAdOnDevice(models.device, manifest, alphaBar, inputs, merged, signal)
          : detectDiffusionAd(models, manifest, alphaBar, inputs, merged, signal);
    }
    default:
      throw new LacunaError(
        'invalid-argument',
        `There is no method ${String(method)}; choose ${METHOD_IDS.join(' or ')}.`,
      );
  }
}
