import { MAX_TAIL_SCORE, type TailPoint, tailScale } from '../anomaly/tail-score.ts';
import { METHOD_IDS, type MethodId } from './detector.ts';
import { Fields, invalidManifest } from './json-fields.ts';
import {
  type ConsensusManifest,
  type HealthyCalibration,
  type MapCalibration,
  OPERATING_POINTS,
  type Thresholds,
  type WeightsManifest,
} from './manifest-types.ts';

const LARGEST_VALUE = 1e6;
const LARGEST_TABLE = 1000;
const WEIGHT_TOLERANCE = 1e-6;

export function parseThresholds(parent: Fields): Thresholds {
  const thresholds = parent.fields('thresholds');
  const [fpr1, fpr5, fpr10] = OPERATING_POINTS.map((point) => thresholds.number(point, 0, LARGEST_VALUE)) as [
    number,
    number,
    number,
  ];
  if (fpr1 < fpr5 || fpr5 < fpr10) invalidManifest(thresholds.path, 'must fall from fpr1 to fpr10');
  return { fpr1, fpr5, fpr10, default: thresholds.oneOf('default', OPERATING_POINTS) };
}

export function parseMapRange(parent: Fields): MapCalibration['mapRange'] {
  const [low, high] = parent.list('mapRange');
  if (typeof low !== 'number' || typeof high !== 'number' || !(low < high) || !Number.isFinite(high - low)) {
    invalidManifest(`${parent.path}.mapRange`, 'must be two numbers, the smaller one first');
  }
  return [low as number, high as number];
}

/** `calibration` of a method, as `{ calibration }`; nothing where it is absent, as it is in older bundles. */
export function parseHealthy(
  method: Fields,
  mapRange: MapCalibration['mapRange'],
): { calibration?: HealthyCalibration } {
  if (method.raw('calibration') === undefined) return {};
  const fields = method.fields('calibration');
  const healthyTail = fields.list('healthyTail').map((pair, i): TailPoint => {
    const [rate, value] = Array.isArray(pair) && pair.length === 2 ? (pair as unknown[]) : [];
    if (typeof rate === 'number' && typeof value === 'number') return [rate, value];
    return invalidManifest(`${fields.path}.healthyTail[${i}]`, 'must be a pair of numbers, share and value');
  });
  try {
    if (healthyTail.length < 1 || healthyTail.length > LARGEST_TABLE) throw new Error('size');
    tailScale(healthyTail, mapRange[1]);
  } catch {
    invalidManifest(
      `${fields.path}.healthyTail`,
      `must hold pairs of a share, falling, from 1 to 1e-${MAX_TAIL_SCORE}, and a map value that does not fall, from 0 to ${mapRange[1]}`,
    );
  }
  const mean = fields.number('mean', -LARGEST_VALUE, LARGEST_VALUE);
  return { calibration: { mean, sd: fields.number('sd', 0, LARGEST_VALUE), healthyTail } };
}

/** `consensus` at the top, as `{ consensus }`; nothing where it is absent. */
export function parseConsensus(root: Fields): { consensus?: ConsensusManifest } {
  if (root.raw('consensus') === undefined) return {};
  const consensus = root.fields('consensus');
  const shares = consensus.fields('weights');
  const weights = Object.fromEntries(METHOD_IDS.map((id) => [id, shares.number(id, 0, 1)])) as Record<
    MethodId,
    number
  >;
  const sum = METHOD_IDS.reduce((total, id) => total + weights[id], 0);
  if (Math.abs(sum - 1) > WEIGHT_TOLERANCE) invalidManifest(shares.path, 'must sum to 1');
  const mapRange = parseMapRange(consensus);
  return { consensus: { weights, thresholds: parseThresholds(consensus), mapRange } };
}

/** @throws LacunaError `weights-invalid` when the consensus lacks the table of a method */
export function checkConsensus({ methods, consensus }: Pick<WeightsManifest, 'methods' | 'consensus'>): void {
  const without = consensus && METHOD_IDS.find((id) => methods[id].calibration === undefined);
  if (without) {
    invalidManifest(
      `manifest.json.methods.${without}.calibration`,
      'must be there where a consensus is described',
    );
  }
}
