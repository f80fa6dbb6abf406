import { clip01 } from '../../imaging/normalisation.ts';
import { forwardRanks, posteriorRanks } from '../../latent/draw-ranks.ts';
import { drawStream, FORWARD_STREAM } from '../../latent/masked-chain.ts';
import { PartialsDue } from '../../latent/masked-sampling.ts';
import type { LatentSettings } from '../../latent/settings.ts';
import { respacedTimesteps } from '../../latent/timesteps.ts';
import { uniforms } from '../../random.ts';
import { concatenate, split } from '../batch.ts';
import { checkOutput, checkSummary } from '../check-output.ts';
import type { DetectOptions, GridInput, GridOutput } from '../grid-detection.ts';
import { latentMap, needsFlips } from '../latent-map.ts';
import type { WeightsManifest } from '../manifest-types.ts';
import type { KeptTensor } from '../session.ts';
import { timestepInput } from '../timestep-input.ts';
import type { DeviceModels, DeviceTurn } from './device-models.ts';
import { largestFloat32UpTo, posteriorConstants } from './latent-constants.ts';

/** What the chain holds on the device; x_t is `noisy`. */
type Held = Readonly<Record<'original' | 'noisy' | 'code' | 'mask' | 'flipSum', KeptTensor>>;

/** What a caller wants to hear of a chain while it goes on. */
type Watch = Pick<DetectOptions, 'onPartial' | 'wantsPartial' | 'onCall'>;

/**
 * As detectLatentBernoulli without trace, to rounding, the draws to the same bits (see latent-graphs.ts
 * for the exception). Of all tensors the reconstruction, the checks and, where the map is made of them, the flips come back.
 */
export async function latentBernoulliOnDevice(
  device: DeviceModels,
  manifest: WeightsManifest,
  alphaBar: Float64Array,
  inputs: readonly GridInput[],
  settings: LatentSettings,
  { signal, onPartial, wantsPartial, onCall }: DetectOptions = {},
): Promise<GridOutput[]> {
  const chain = new ChainOnDevice(manifest, alphaBar, settings);
  // Chains that may end early do so each on its own.
  const groups = settings.settledSteps ? inputs.map((input) => [input]) : [inputs];
  const outputs: GridOutput[] = [];
  for (const group of groups) {
    const first = outputs.length;
    const watch: Watch = {
      onPartial: onPartial && ((i, partial) => onPartial(first + i, partial)),
      wantsPartial: wantsPartial && ((i) => wantsPartial(first + i)),
      onCall: onCall && ((i, step, steps) => onCall(first + i, step, steps)),
    };
    outputs.push(...(await chain.run(device, group, watch, signal)));
  }
  return outputs;
}

class ChainOnDevice {
  private readonly timesteps: readonly number[];
  private readonly codeDims: readonly number[];

  constructor(
    private readonly manifest: WeightsManifest,
    private readonly alphaBar: Float64Array,
    private readonly settings: LatentSettings,
  ) {
    const { latentChannels, latentSize } = manifest.methods['latent-bernoulli'];
    this.timesteps = respacedTimesteps(settings.noiseLevel, settings.steps);
    this.codeDims = [latentChannels, latentSize, latentSize];
  }

  run(
    device: DeviceModels,
    inputs: readonly GridInput[],
    { onPartial, wantsPartial = () => true, onCall }: Watch,
    signal?: AbortSignal,
  ): Promise<GridOutput[]> {
    const { timesteps, settings } = this;
    const { settledSteps = 0 } = settings;
    const due = new PartialsDue();
    return device.chain(async (turn) => {
      const first = await turn((on) => this.begin(on, inputs));
      let held = first.held;
      let check: KeptTensor | undefined;
      let steps = 0;
      const known = (checked: boolean) =>
        turn(async (on) => {
          const checks = checked ? ([first.check, check!] as const) : [];
          return this.known(on, inputs, held, checks, steps);
        });
      for (let quiet = 0; steps < timesteps.length && !(settledSteps > 0 && quiet >= settledSteps);) {
        const at = steps;
        const step = await turn((on) => this.step(on, inputs, at, held, check));
        ({ held, check } = step);
        quiet = step.changes === 0 ? quiet + 1 : 0;
        steps++;
        inputs.forEach((_, i) => onCall?.(i, steps, timesteps.length));
        const goesOn = steps < timesteps.length && !(settledSteps > 0 && quiet >= settledSteps);
        const wanted = () => inputs.some((_, i) => wantsPartial(i));
        if (!onPartial || !goesOn || !due.take(steps, wanted)) continue;
        const outputs = await known(false);
        outputs.forEach((output, i) => onPartial(i, { output, step: steps, steps: timesteps.length }));
      }
      return known(true);
    }, signal);
  }

  /**
   * What the chain says if it ends here.
   * @param checks of encoder and denoiser; none where it goes on, as reading ends their use
   */
  private async known(
    { network, glue }: DeviceTurn,
    inputs: readonly GridInput[],
    held: Held,
    [encoded, denoised]: readonly KeptTensor[],
    steps: number,
  ): Promise<GridOutput[]> {
    const decoded = await network('decoder', { code: held.code });
    const { mean } = needsFlips(this.settings) ? await glue('channelMean', { values: held.flipSum }) : {};
    if (encoded) checkSummary('encoder', await encoded.read());
    if (denoised) checkSummary('denoiser', await denoised.read());
    const image = checkOutput('decoder', await decoded.read(), inputs.length * this.manifest.grid.size ** 2);
    const outputs = this.outputs(inputs, image, await mean?.read(), steps);
    decoded.dispose();
    mean?.dispose();
    return outputs;
  }

  private async begin({ network, glue }: DeviceTurn, inputs: readonly GridInput[]) {
    const { alphaBar, settings, manifest } = this;
    const { size } = manifest.grid;
    const image = {
      data: concatenate(inputs.map((input) => input.image)),
      dims: [inputs.length, 1, size, size],
    };
    const rank = this.perElement(inputs, FORWARD_STREAM, (uniform) =>
      forwardRanks(alphaBar[settings.noiseLevel - 1]!, uniform, settings.forwardNoise),
    );
    const probability = await network('encoder', { image });
    const { code, noisy, zeros, check } = await glue('firstNoise', { probability, rank });
    const held: Held = { original: code!, code: code!, noisy: noisy!, mask: zeros!, flipSum: zeros! };
    return { held, check: check! };
  }

  private async step(
    { network, glue }: DeviceTurn,
    inputs: readonly GridInput[],
    step: number,
    held: Held,
    check: KeptTensor | undefined,
  ) {
    const { timesteps, settings, manifest, alphaBar } = this;
    const t = timesteps[step]!;
    const next = timesteps[step + 1];
    const { probabilityThreshold: p, maskLastStep, settledSteps = 0 } = settings;
    const embedding = timestepInput([t], manifest.schedule, inputs.length);
    const flip = await network('denoiser', { code: held.noisy, timestepEmbedding: embedding });
    const free = p === null || (next === undefined && !maskLastStep);
    const said = await glue('maskedPrediction', {
      ...held,
      flip,
      check: check ?? { data: Float32Array.of(0, 0.5, 0.5), dims: [3] },
      threshold: { data: Float32Array.of(p === null ? 1 : largestFloat32UpTo(p)), dims: [1] },
      free: { data: Float32Array.of(free ? 1 : 0), dims: [1] },
    });
    const code = said.nextCode!;
    const after = { original: held.original, code, mask: said.nextMask!, flipSum: said.nextFlipSum! };
    const changes = settledSteps > 0 ? (await said.changes!.read())[0]! : undefined;
    let { noisy } = held;
    if (next !== undefined) {
      const [abarT, abarS] = [alphaBar[t]!, alphaBar[next]!];
      let place = new Float32Array(4);
      const rank = this.perElement(inputs, drawStream(t), (uniform) => {
        const ranked = posteriorRanks(abarT, abarS, uniform);
        place = ranked.place as typeof place;
        return ranked.rank;
      });
      const uniform = this.perElement(inputs, drawStream(t), (drawn) => Float32Array.from(drawn));
      const posterior = { data: posteriorConstants(abarT, abarS), dims: [4] };
      const drawn = await glue('posteriorDraw', {
        code,
        noisy,
        uniform,
        rank,
        posterior,
        place: { data: place, dims: [4] },
      });
      noisy = drawn.next!;
    }
    // A chain of hundreds of steps would fill the device.
    const gone = [held.noisy, held.code, held.mask, held.flipSum, flip, check, said.changes];
    for (const tensor of gone) if (tensor !== held.original && tensor !== noisy) tensor?.dispose();
    return { held: { ...after, noisy }, check: said.nextCheck!, changes };
  }

  /** One number for each element of each code, [n, channels, side, side], from uniform numbers in (0, 1). */
  private perElement(
    inputs: readonly GridInput[],
    stream: number,
    of: (uniform: Float64Array) => Float32Array,
  ) {
    const count = this.codeDims.reduce((product, size) => product * size, 1);
    const data = concatenate(inputs.map(({ key }) => of(uniforms(key, stream, count))));
    return { data, dims: [inputs.length, ...this.codeDims] };
  }

  private outputs(
    inputs: readonly GridInput[],
    images: Float32Array,
    flipSums: Float32Array | undefined,
    steps: number,
  ): GridOutput[] {
    const flips =
      flipSums &&
      split(
        flipSums.map((sum) => sum / steps),
        inputs.length,
      );
    return split(images.map(clip01), inputs.length).map((reconstruction, i) => ({
      anomalyMap: latentMap(this.manifest, inputs[i]!, reconstruction, this.settings, () => flips![i]!),
      reconstruction,
      ...(this.settings.steps > 1 && { stepsMade: steps }),
    }));
  }
}
