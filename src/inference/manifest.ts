import { LacunaError } from '../errors.ts';
import { checkLatentSettings, LATENT_MAP_KINDS } from '../latent/settings.ts';
import { checkPixelSettings } from '../pixel/settings.ts';
import { Fields, invalidManifest } from './json-fields.ts';
import {
  checkConsensus,
  parseConsensus,
  parseHealthy,
  parseMapRange,
  parseThresholds,
} from './manifest-calibration.ts';
import { expectedTensors, parseModel } from './manifest-models.ts';
import {
  type LatentMethodManifest,
  MODEL_KEYS,
  type ModelKey,
  type ModelSpec,
  type PixelMethodManifest,
  type WeightsManifest,
} from './manifest-types.ts';
import { parseTrainingRange } from './training-range.ts';

export * from './manifest-types.ts';

const SCHEMA = 'lacuna-weights/1';

/**
 * Checks the JSON of a weights bundle's manifest; nothing unchecked gets past this border.
 * @throws LacunaError `weights-invalid` naming the first field that is wrong
 */
export function parseManifest(json: unknown): WeightsManifest {
  const root = new Fields(json, 'manifest.json');
  checkSchema(root.string('schema'));
  const grid = root.fields('grid');
  const normalisation = root.fields('normalisation');
  const brainMask = root.fields('brainMask');
  const schedule = root.fields('schedule');
  const methods = root.fields('methods');
  const timesteps = schedule.integer('timesteps', 2, 10000);
  const manifest: WeightsManifest = {
    schema: SCHEMA,
    id: root.string('id', /^[\w.-]{1,64}$/, 'must be a short name of letters, digits, dots and dashes'),
    version: root.string('version', /^[\w.+-]{1,64}$/, 'must be a version'),
    sequence: root.string('sequence'),
    createdBy: root.string('createdBy'),
    grid: { size: grid.integer('size', 8, 1024), spacingMm: grid.number('spacingMm', 0.1, 100) },
    normalisation: {
      scale: normalisation.number('scale', 0.1, 100),
      sampleSlices: normalisation.integer('sampleSlices', 1, 10000),
      minBrainPixels: normalisation.integer('minBrainPixels', 1, 1e7),
      maskPercentile: normalisation.number('maskPercentile', 1, 100),
    },
    brainMask: {
      threshold: brainMask.number('threshold', 0, 1),
      minAreaMm2: brainMask.number('minAreaMm2', 0, 1e6),
      minSlicePixels: brainMask.integer('minSlicePixels', 1, 1e6),
    },
    schedule: {
      timesteps,
      betaStart: schedule.number('betaStart', 1e-8, 0.5),
      betaEnd: schedule.number('betaEnd', 1e-8, 0.5),
      embeddingDim: schedule.integer('embeddingDim', 2, 4096),
    },
    models: parseModels(root.fields('models')),
    methods: {
      'latent-bernoulli': parseLatent(methods.fields('latent-bernoulli'), timesteps),
      'diffusion-ad': parsePixel(methods.fields('diffusion-ad'), timesteps),
    },
    ...parseConsensus(root),
    ...parseTrainingRange(root),
    minimumRegionAreaMm2: root.number('minimumRegionAreaMm2', 0, 1e5),
    calibration: root.remarks('calibration'),
    training: root.remarks('training'),
    metrics: root.remarks('metrics'),
  };
  checkTensors(manifest);
  checkConsensus(manifest);
  return manifest;
}

function checkSchema(schema: string): void {
  if (schema === SCHEMA) return;
  const newer = /^lacuna-weights\/(\d+)$/.exec(schema);
  if (newer && Number(newer[1]) > 1) {
    throw new LacunaError(
      'weights-invalid',
      `The weights were made for a newer version of Lacuna (${schema}; this one reads ${SCHEMA}). Update Lacuna.`,
      { schema },
    );
  }
  invalidManifest('manifest.json.schema', `must be ${SCHEMA}`);
}

function parseModels(models: Fields): Record<ModelKey, ModelSpec> {
  const entries = MODEL_KEYS.map((key) => [key, parseModel(key, models.fields(key))] as const);
  return Object.fromEntries(entries) as Record<ModelKey, ModelSpec>;
}

/** Settings are checked by the rules that also hold for a user's settings, with the field's path in front. */
function checked<T>(path: string, settings: T, check: (settings: T) => void): T {
  try {
    check(settings);
  } catch (thrown) {
    invalidManifest(path, `is out of range (${thrown instanceof Error ? thrown.message : 'unknown rule'})`);
  }
  return settings;
}

function parseLatent(method: Fields, timesteps: number): LatentMethodManifest {
  const mapRange = parseMapRange(method);
  const settings: LatentMethodManifest = {
    latentChannels: method.integer('latentChannels', 1, 1024),
    latentSize: method.integer('latentSize', 1, 1024),
    noiseLevel: method.integer('noiseLevel', 1, timesteps),
    steps: method.integer('steps', 1, timesteps),
    probabilityThreshold:
      method.raw('probabilityThreshold') === null ? null : method.number('probabilityThreshold', 0, 1),
    maskLastStep: method.boolean('maskLastStep'),
    anomalyMap: method.oneOf('anomalyMap', LATENT_MAP_KINDS),
    medianFilter: method.integer('medianFilter', 0, 15),
    training: method.string('training'),
    thresholds: parseThresholds(method),
    mapRange,
    ...parseHealthy(method, mapRange),
  };
  return checked(method.path, settings, (s) => checkLatentSettings(s, timesteps));
}

function parsePixel(method: Fields, timesteps: number): PixelMethodManifest {
  const mapRange = parseMapRange(method);
  const settings: PixelMethodManifest = {
    tNoisier: method.integer('tNoisier', 0, timesteps),
    tLessNoisy: method.integer('tLessNoisy', 0, timesteps),
    guidance: method.number('guidance', 0, 10),
    anomalyMap: method.oneOf('anomalyMap', ['segmentation-probability'] as const),
    thresholds: parseThresholds(method),
    mapRange,
    ...parseHealthy(method, mapRange),
  };
  return checked(method.path, settings, (s) => checkPixelSettings(s, timesteps));
}

/** The tensors a model declares must be those the detectors will feed and read. */
function checkTensors(manifest: WeightsManifest): void {
  for (const key of MODEL_KEYS) {
    const expected = expectedTensors(manifest)[key];
    for (const side of ['inputs', 'outputs'] as const) {
      const declared = manifest.models[key][side];
      for (const tensor of expected[side]) {
        const match = declared.find((d) => d.name === tensor.name);
        if (match && match.shape.join() === tensor.shape.join() && declared.length === expected[side].length)
          continue;
        invalidManifest(
          `manifest.json.models.${key}.${side}`,
          `must hold exactly ${tensor.name} [${tensor.shape.join(', ')}]`,
        );
      }
    }
  }
}
