import { insideMask } from '../../anomaly/map.ts';
import { noiseScales, pairOfNormals } from '../../pixel/norm-guided.ts';
import type { PixelSettings } from '../../pixel/settings.ts';
import { concatenate, split } from '../batch.ts';
import { checkOutput, checkSummary } from '../check-output.ts';
import type { GridInput, GridOutput } from '../grid-detection.ts';
import type { WeightsManifest } from '../manifest-types.ts';
import { timestepInput } from '../timestep-input.ts';
import type { DeviceModels } from './device-models.ts';

/** As detectDiffusionAd, to rounding; of all tensors only the map, the reconstruction and a check come back. */
export async function diffusionAdOnDevice(
  device: DeviceModels,
  manifest: WeightsManifest,
  alphaBar: Float64Array,
  inputs: readonly GridInput[],
  settings: PixelSettings,
  signal?: AbortSignal,
): Promise<GridOutput[]> {
  const { size } = manifest.grid;
  const n = inputs.length;
  const { signalN, signalS, noiseN, noiseS } = noiseScales(alphaBar, settings);
  const scales = {
    signal: { data: Float32Array.of(signalN, signalS), dims: [1, 2, 1, 1] },
    noise: { data: Float32Array.of(noiseN, noiseS), dims: [1, 2, 1, 1] },
  };
  const image = { data: concatenate(inputs.map((input) => input.image)), dims: [n, 1, size, size] };
  const normals = {
    data: concatenate(inputs.map(({ key }) => pairOfNormals(key, size * size))),
    dims: [n, 2, size, size],
  };
  const embedding = timestepInput([settings.tLessNoisy, settings.tNoisier], manifest.schedule, n);
  const guidance = { data: Float32Array.of(settings.guidance), dims: [1] };

  return device.chain(async (turn) => {
    const estimate = await turn(async ({ network, glue }) => {
      const { scaled, pairs } = await glue('noisyPairs', { image, normals, ...scales });
      const predicted = await network('reconstructionSubnet', {
        image: pairs!,
        timestepEmbedding: embedding,
      });
      const before = { scaled: scaled!, pairs: pairs!, predicted };
      return glue('guidedEstimate', { ...before, guidance, ...scales });
    });
    const [map, reconstruction] = await turn(async ({ network }) => {
      const probability = await network('segmentationSubnet', { imageAndReconstruction: estimate.pair! });
      checkSummary('reconstructionSubnet', await estimate.check!.read());
      return [await probability.read(), await estimate.reconstruction!.read()];
    });
    const maps = split(checkOutput('segmentationSubnet', map!, n * size * size), n);
    const healthy = split(reconstruction!, n);
    return maps.map((values, i) => ({
      anomalyMap: insideMask(values, inputs[i]!.mask),
      reconstruction: healthy[i]!,
    }));
  }, signal);
}
