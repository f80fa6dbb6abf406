import type { DataSet } from 'dicom-parser';
import { decimals, items, plainText, valueBytes } from './element-values.ts';
import type { ParametricMapFile } from './parametric-map-file.ts';
import type { Findings } from './verify-findings.ts';

const SALIENCY = '130404';
const Z_SCORE = '113071';

/**
 * What the stored values mean: the first mapping is the map itself without units; a z-score, where one is expected,
 * follows with the slope and intercept of the calibration. No rescaling besides.
 */
export function verifyRealWorldValues(
  file: ParametricMapFile,
  expected: { readonly healthy?: { readonly mean: number; readonly sd: number } } | undefined,
  findings: Findings,
): void {
  const mappings = items(items(file.dataSet, 'x52009229')[0], 'x00409096');
  const own = file.frames.some(({ group }) => group('x00409096') !== mappings[0]);
  findings.check(
    mappings.length > 0 && !own,
    'mapping',
    'The real-world values are not mapped for all frames.',
  );
  for (const mapping of mappings) {
    const units = items(mapping, 'x004008ea')[0];
    findings.check(
      units !== undefined &&
        plainText(units, 'x00080100') === '1' &&
        plainText(units, 'x00080102') === 'UCUM',
      'units',
      'The values are not said to be without units.',
    );
  }
  const first = mappings[0];
  findings.check(
    first !== undefined && quantity(first) === SALIENCY && isLine(first, 1, 0),
    'first mapping',
    'The first mapping is not the stored map itself.',
  );
  const scores = mappings.filter((mapping) => quantity(mapping) === Z_SCORE);
  if (expected) {
    const { healthy } = expected;
    findings.check(
      healthy
        ? scores.length === 1 && isLine(scores[0]!, 1 / healthy.sd, -healthy.mean / healthy.sd)
        : scores.length === 0,
      'z-score',
      'The mapping to z-scores is not that of the calibration.',
    );
  }
  const transformation = file.frames[0]?.group('x00289145');
  findings.check(
    transformation === undefined ||
      (decimals(transformation, 'x00281053')?.[0] === 1 && decimals(transformation, 'x00281052')?.[0] === 0),
    'rescale',
    'The stored values must not be rescaled.',
  );
}

function quantity(mapping: DataSet): string | undefined {
  const code = items(items(mapping, 'x00409220')[0], 'x0040a168')[0];
  return code && plainText(code, 'x00080100');
}

/** Whether a mapping is v * slope + intercept, to the last digits of a double. */
function isLine(mapping: DataSet, slope: number, intercept: number): boolean {
  const near = (value: number | undefined, wanted: number) =>
    value !== undefined && Math.abs(value - wanted) <= 1e-12 * Math.max(1, Math.abs(wanted));
  return near(double(mapping, 'x00409225'), slope) && near(double(mapping, 'x00409224'), intercept);
}

function double(dataSet: DataSet, tag: string): number | undefined {
  const bytes = valueBytes(dataSet, tag);
  return bytes?.length === 8
    ? new DataView(bytes.buffer, bytes.byteOffset, 8).getFloat64(0, true)
    : undefined;
}
