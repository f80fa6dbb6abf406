import { LacunaError } from '../errors.ts';
import { METHOD_IDS, type MethodId } from './detector.ts';
import { Fields, invalidManifest } from './json-fields.ts';
import { checkConsensus, parseConsensus, parseHealthy, parseThresholds } from './manifest-calibration.ts';
import type { ConsensusManifest, HealthyCalibration, Thresholds, WeightsManifest } from './manifest-types.ts';

const SCHEMA = 'lacuna-calibration/1';
const LARGEST_COUNT = 1e12;

/** Thresholds and tables of one's own healthy cohort for one bundle of weights; written by `lacuna calibrate`. */
interface CalibrationFile {
  schema: typeof SCHEMA;
  weightsId: string;
  weightsSha256: string;
  cohort: { cases: number; slices: number; pixels: number; description: string };
  createdBy: string;
  seed: number;
  methods: Readonly<Partial<Record<MethodId, { thresholds: Thresholds; calibration?: HealthyCalibration }>>>;
  consensus?: ConsensusManifest;
}

/** A calibration file as it comes in. */
export interface CalibrationInput {
  json: unknown;
  sha256: string;
}

/**
 * The weights as this file calibrates them: the methods that it names get its thresholds and tables, and the consensus
 * is the file's. A consensus of the weights themselves is kept only where no table under it was replaced, because its
 * thresholds belong to those tables.
 *
 * @param file its parsed JSON, unchecked, and the SHA-256 of its bytes
 * @param weightsSha256 of the bundle that `manifest` describes
 * @throws LacunaError `weights-invalid` when the file is not as promised, or was made for other weights
 */
export function applyCalibration(
  manifest: WeightsManifest,
  weightsSha256: string,
  { json, sha256 }: CalibrationInput,
): WeightsManifest {
  return ofTheFile(() => {
    const file = parseCalibrationFile(json, manifest);
    if (file.weightsSha256 !== weightsSha256) refuseOtherWeights(file, manifest, weightsSha256);
    const methods = {
      'latent-bernoulli': { ...manifest.methods['latent-bernoulli'], ...file.methods['latent-bernoulli'] },
      'diffusion-ad': { ...manifest.methods['diffusion-ad'], ...file.methods['diffusion-ad'] },
    };
    const newTable = METHOD_IDS.some((id) => file.methods[id]?.calibration !== undefined);
    const { consensus: ofTheWeights, ...rest } = manifest;
    const consensus = file.consensus ?? (newTable ? undefined : ofTheWeights);
    const { description, ...counts } = file.cohort;
    const calibrated: WeightsManifest = {
      ...rest,
      methods,
      ...(consensus && { consensus }),
      calibration: { cohort: description, ...counts, createdBy: file.createdBy, seed: file.seed },
      calibrationFile: sha256,
    };
    checkConsensus(calibrated);
    return calibrated;
  });
}

/** Checks the JSON of a calibration file; the ranges of the maps come from the weights. */
function parseCalibrationFile(json: unknown, manifest: WeightsManifest): CalibrationFile {
  const root = new Fields(json, 'calibration');
  if (root.raw('schema') !== SCHEMA) invalidManifest('calibration.schema', `must be ${SCHEMA}`);
  const cohort = root.fields('cohort');
  const [cases, slices, pixels] = (['cases', 'slices', 'pixels'] as const).map((name) =>
    cohort.integer(name, 0, LARGEST_COUNT),
  ) as [number, number, number];
  const methods = root.fields('methods');
  const present = METHOD_IDS.filter((id) => methods.raw(id) !== undefined);
  if (present.length === 0) invalidManifest(methods.path, `must hold ${METHOD_IDS.join(' or ')}`);
  return {
    schema: SCHEMA,
    weightsId: root.string('weightsId'),
    weightsSha256: root.string('weightsSha256', /^[0-9a-f]{64}$/, 'must be 64 lower-case hexadecimal digits'),
    cohort: { cases, slices, pixels, description: cohort.string('description') },
    createdBy: root.string('createdBy'),
    seed: root.integer('seed', 0, 0xffffffff),
    methods: Object.fromEntries(
      present.map((id) => {
        const method = methods.fields(id);
        const { mapRange } = manifest.methods[id];
        return [id, { thresholds: parseThresholds(method), ...parseHealthy(method, mapRange) }];
      }),
    ),
    ...parseConsensus(root),
  };
}

function refuseOtherWeights(file: CalibrationFile, manifest: WeightsManifest, weightsSha256: string): never {
  throw new LacunaError(
    'weights-invalid',
    `The calibration file was made for other weights (${file.weightsId}, ${file.weightsSha256.slice(0, 8)}) than those in use (${manifest.id}, ${weightsSha256.slice(0, 8)}). Calibrate again with these weights.`,
    { expected: weightsSha256, found: file.weightsSha256 },
  );
}

/** What is wrong with the file is said of the file, not of the weights. */
function ofTheFile<T>(work: () => T): T {
  try {
    return work();
  } catch (thrown) {
    const { path, rule } = thrown instanceof LacunaError ? (thrown.evidence ?? {}) : {};
    if (typeof path !== 'string' || typeof rule !== 'string') throw thrown;
    throw new LacunaError(
      'weights-invalid',
      `The calibration file is not valid: ${path} ${rule}. Write it again with "lacuna calibrate".`,
      { path, rule },
    );
  }
}
