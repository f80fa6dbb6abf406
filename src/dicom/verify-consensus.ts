import { unicodeText } from './element-values.ts';
import type { DataSet } from 'dicom-parser';
import type { Findings } from './verify-findings.ts';

const PARAMETERS = 'x00660032';
const RULE = 'weighted-tail-score';
const SUFFIX = '.weight';
const WEIGHT_TOLERANCE = 1e-6;

/**
 * A segment that combines methods must say how, well enough to be made again: weights that sum to 1, and for each method
 * the table behind its score. A segment that names no such rule is not looked at.
 * @param identification the algorithm's item
 */
export function verifyConsensusRule(
  identification: DataSet | undefined,
  number: number,
  findings: Findings,
): void {
  const text = (identification && unicodeText(identification, PARAMETERS)) ?? '';
  const parameters = new Map(
    text.split(',').map((pair): [string, string] => {
      const at = pair.indexOf('=');
      return [pair.slice(0, at).trim(), pair.slice(at + 1).trim()];
    }),
  );
  if (parameters.get('rule') !== RULE) return;
  const methods = [...parameters.keys()]
    .filter((key) => key.endsWith(SUFFIX))
    .map((key) => key.slice(0, -SUFFIX.length));
  const weights = methods.map((method) => Number(parameters.get(`${method}${SUFFIX}`)));
  const sum = weights.reduce((total, weight) => total + weight, 0);
  findings.check(
    methods.length >= 2 && weights.every((weight) => weight >= 0) && Math.abs(sum - 1) <= WEIGHT_TOLERANCE,
    'consensus weights',
    `Segment ${number} combines methods, but its weights do not sum to 1.`,
  );
  for (const method of methods) {
    findings.check(
      isTable(parameters.get(`${method}.tail`), Number(parameters.get(`${method}.rangeEnd`))),
      'consensus tables',
      `Segment ${number} combines methods, but the calibration of ${method} is not in it.`,
    );
  }
  findings.check(
    Number(parameters.get('threshold')) > 0 && Boolean(parameters.get('weightsSha256')),
    'consensus provenance',
    `Segment ${number} combines methods, but does not name its weights and threshold.`,
  );
}

/** `share:value` pairs with falling shares and values that do not fall, up to the end of the range. */
function isTable(text: string | undefined, rangeEnd: number): boolean {
  if (!text || !(rangeEnd > 0)) return false;
  const points = text.split(';').map((pair) => pair.split(':').map(Number));
  return points.every(([share = NaN, value = NaN], i) => {
    const [shareBefore = 1, valueBefore = 0] = points[i - 1] ?? [];
    return (
      share > 0 && (i === 0 ? share <= 1 : share < shareBefore) && value >= valueBefore && value <= rangeEnd
    );
  });
}
