import { Fields, invalidManifest } from './json-fields.ts';
import type { ModelKey, ModelSpec, TensorSpec, WeightsManifest } from './manifest-types.ts';

/** onnxruntime 1.30 reads these; newer ones would be refused by it with a less helpful sentence. */
const OLDEST_OPSET = 13;
const NEWEST_OPSET = 21;
const LARGEST_FILE_BYTES = 2 ** 30;

export function parseModel(key: ModelKey, model: Fields): ModelSpec {
  return {
    key,
    file: model.string('file', /^[\w-][\w.-]{0,120}\.onnx$/, 'must be a plain file name ending in .onnx'),
    bytes: model.integer('bytes', 1, LARGEST_FILE_BYTES),
    sha256: model.string('sha256', /^[0-9a-f]{64}$/, 'must be 64 lower-case hexadecimal digits'),
    opset: model.integer('opset', OLDEST_OPSET, NEWEST_OPSET),
    dtype: model.oneOf('dtype', ['float32'] as const),
    inputs: parseTensors(model, 'inputs'),
    outputs: parseTensors(model, 'outputs'),
  };
}

function parseTensors(model: Fields, side: 'inputs' | 'outputs'): TensorSpec[] {
  return model.list(side).map((json, i) => {
    const tensor = new Fields(json, `${model.path}.${side}[${i}]`);
    const shape = tensor.list('shape').map((size, axis): 'batch' | number => {
      if (axis === 0 && size === 'batch') return size;
      if (typeof size === 'number' && Number.isInteger(size) && size > 0) return size;
      return invalidManifest(`${tensor.path}.shape`, 'must be "batch" followed by positive whole numbers');
    });
    return { name: tensor.string('name'), shape };
  });
}

/** What each model takes and gives; the contract between training and this code. */
export function expectedTensors(
  manifest: Pick<WeightsManifest, 'grid' | 'schedule' | 'methods'>,
): Record<ModelKey, { inputs: TensorSpec[]; outputs: TensorSpec[] }> {
  const { size } = manifest.grid;
  const { latentChannels, latentSize } = manifest.methods['latent-bernoulli'];
  const tensor = (name: string, ...shape: number[]): TensorSpec => ({ name, shape: ['batch', ...shape] });
  const image = (name: string, channels = 1) => tensor(name, channels, size, size);
  const latent = (name: string) => tensor(name, latentChannels, latentSize, latentSize);
  const time = tensor('timestepEmbedding', manifest.schedule.embeddingDim);
  return {
    brainMask: { inputs: [image('image')], outputs: [image('probability')] },
    encoder: { inputs: [image('image')], outputs: [latent('probability')] },
    decoder: { inputs: [latent('code')], outputs: [image('image')] },
    denoiser: { inputs: [latent('code'), time], outputs: [latent('flipProbability')] },
    reconstructionSubnet: { inputs: [image('image'), time], outputs: [image('noise')] },
    segmentationSubnet: {
      inputs: [image('imageAndReconstruction', 2)],
      outputs: [image('anomalyProbability')],
    },
  };
}
