import { items, unicodeText } from './element-values.ts';
import { frameValues, type ParametricMapFile, readParametricMapFile } from './parametric-map-file.ts';
import type { SourceInstance } from './source.ts';
import type { Findings } from './verify-findings.ts';
import { verifyHistory } from './verify-history.ts';
import { elementChecks, verifyImageObject, verifyObject } from './verify-object.ts';
import { verifyPlacement } from './verify-placement.ts';
import { verifyRealWorldValues } from './verify-real-world-values.ts';
import { verification } from './verification.ts';
import type { Verification } from './verify-types.ts';

/** What the object must hold; values per source instance, null where no frame may be. */
export interface ExpectedMap {
  readonly maps: readonly (Float32Array | null)[];
  /** The object must then also say how values become z-scores. */
  readonly healthy?: { readonly mean: number; readonly sd: number };
  /** Earlier maps that it must name. */
  readonly predecessors?: readonly { readonly sopInstanceUID: string; readonly seriesInstanceUID: string }[];
}

const MAP_CLASS = '1.2.840.10008.5.1.4.1.1.30';

/**
 * Compares the finished bytes of a Parametric Map with its source series, by code that shares nothing with the writer:
 * place and references of every frame, identity, provenance, real-world values and, with `expected`, every value.
 */
export function verifyParametricMap(
  bytes: Uint8Array,
  source: readonly SourceInstance[],
  expected?: ExpectedMap,
): Verification {
  return verification(source, (findings) => {
    const file = readParametricMapFile(bytes);
    verifyIdentity(file, source, findings);
    verifyHistory(
      file.dataSet,
      expected && { edits: 0, predecessors: expected.predecessors ?? [] },
      findings,
    );
    verifyRealWorldValues(file, expected, findings);
    verifyValues(file, source, expected, findings);
    return file.frames.length;
  });
}

function verifyIdentity(
  { dataSet, frames }: ParametricMapFile,
  source: readonly SourceInstance[],
  findings: Findings,
): void {
  const { is, isNumber } = elementChecks(dataSet, findings);
  verifyObject(dataSet, { sopClassUID: MAP_CLASS, modality: 'MR' }, source, findings);
  verifyImageObject(dataSet, source, findings);
  is('x00280004', 'MONOCHROME2', 'PhotometricInterpretation');
  isNumber('x00280002', 1, 'SamplesPerPixel');
  isNumber('x00280100', 32, 'BitsAllocated');
  is('x00280008', String(frames.length), 'NumberOfFrames');
  findings.check(
    dataSet.elements.x7fe00010 === undefined && dataSet.elements.x7fe00009 === undefined,
    'pixel data',
    'The object has a second kind of pixel data.',
  );
  const made = items(dataSet, 'x0018a001').map((item) => unicodeText(item, 'x0018a003') ?? '');
  findings.check(
    made.some((text) => /\n.*=/.test(text)),
    'provenance',
    'The object does not say with what parameters it was made.',
  );
}

/** Place of every frame, no slice twice, and every value as expected. */
function verifyValues(
  file: ParametricMapFile,
  source: readonly SourceInstance[],
  expected: ExpectedMap | undefined,
  findings: Findings,
): void {
  findings.check(
    !expected || expected.maps.length === source.length,
    'request',
    'The expected maps are not one per image.',
  );
  const seen = new Set<number>();
  for (const { name, number, index } of verifyPlacement(file, file.frames, source, findings)) {
    findings.check(!seen.has(index), 'duplicate', `${name} repeats slice ${index + 1}.`);
    seen.add(index);
    const values = frameValues(file, number);
    const wanted = expected ? (expected.maps[index] ?? new Float32Array()) : values;
    findings.check(wanted.length === values.length, 'values', `${name} was not expected.`);
    let different = 0;
    // NaN, in the file or expected, counts as a difference
    for (let i = 0; i < values.length; i++) if (values[i] !== wanted[i]) different++;
    findings.check(different === 0, 'values', `${name} differs from its map in ${different} values.`);
  }
  expected?.maps.forEach((map, i) => {
    if (map && !seen.has(i)) findings.add('missing slice', `Slice ${i + 1} is missing.`);
  });
}
