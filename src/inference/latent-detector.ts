import { insideMask } from '../anomaly/map.ts';
import { clip01 } from '../imaging/normalisation.ts';
import { binarise } from '../latent/bernoulli.ts';
import { meanOverChannels } from '../latent/flip-map.ts';
import type { ChainStep, MaskedSample } from '../latent/masked-chain.ts';
import { sampleMasked, type SamplingOptions } from '../latent/masked-sampling.ts';
import type { LatentSettings } from '../latent/settings.ts';
import { concatenate, split } from './batch.ts';
import type { CheckedModels } from './checked-models.ts';
import type { TraceStep } from './detector.ts';
import type { DetectOptions, GridInput, GridOutput } from './grid-detection.ts';
import { flipsOnGrid, latentMap, needsFlips } from './latent-map.ts';
import type { WeightsManifest } from './manifest-types.ts';
import { timestepInput } from './timestep-input.ts';
import { TraceSteps } from './trace-steps.ts';

/** Encode, binarise, sample with the flip mask, decode, compare; one call of each model for the whole batch. */
export async function detectLatentBernoulli(
  models: CheckedModels,
  manifest: WeightsManifest,
  alphaBar: Float64Array,
  inputs: readonly GridInput[],
  settings: LatentSettings,
  { signal, trace, onPartial, wantsPartial, onCall }: DetectOptions = {},
): Promise<GridOutput[]> {
  const { latentChannels } = manifest.methods['latent-bernoulli'];
  const n = inputs.length;
  const images = concatenate(inputs.map(({ image }) => image));
  const codes = split(binarise(await models.run('encoder', { image: images }, n, signal)), n);
  const denoise = (code: Float32Array, timestep: number) => {
    const count = code.length / codes[0]!.length; // fewer than n once some have settled
    const { data } = timestepInput([timestep], manifest.schedule, count);
    return models.run('denoiser', { code, timestepEmbedding: data }, count, signal);
  };
  const decode = async (samples: readonly MaskedSample[]) => {
    const code = concatenate(samples.map((sample) => sample.code));
    return split(clipped(await models.run('decoder', { code }, samples.length, signal)), samples.length);
  };
  const output = (input: GridInput, sample: MaskedSample, reconstruction: Float32Array): GridOutput => ({
    anomalyMap: latentMap(manifest, input, reconstruction, settings, () =>
      meanOverChannels(sample.flipProbability!, latentChannels),
    ),
    reconstruction,
    ...(settings.steps > 1 && { stepsMade: sample.steps }),
  });

  const traces = trace ? inputs.map(() => new TraceSteps<ChainStep>(settings.steps)) : undefined;
  const options: SamplingOptions = { signal, withFlips: needsFlips(settings), onCall, wantsPartial };
  if (traces) options.onStep = (i, step) => traces[i]!.add(step);
  if (onPartial) {
    options.onPartial = async (i, sample, step, steps) => {
      const [reconstruction] = await decode([sample]);
      onPartial(i, { output: output(inputs[i]!, sample, reconstruction!), step, steps });
    };
  }
  const keys = inputs.map(({ key }) => key);
  const samples = await sampleMasked(codes, alphaBar, settings, keys, denoise, options);
  const reconstructions = await decode(samples);
  return inputs.map((input, i) => ({
    ...output(input, samples[i]!, reconstructions[i]!),
    ...(traces && { trace: traces[i]!.kept.map((step) => gridStep(manifest, input, step)) }),
  }));
}

function gridStep(manifest: WeightsManifest, { mask }: GridInput, step: ChainStep): TraceStep {
  const flips = meanOverChannels(step.flipProbability, manifest.methods['latent-bernoulli'].latentChannels);
  return { ...step, flipProbability: insideMask(flipsOnGrid(manifest, flips), mask) };
}

function clipped(values: Float32Array): Float32Array {
  const out = new Float32Array(values.length);
  for (let i = 0; i < out.length; i++) out[i] = clip01(values[i]!);
  return out;
}
