import type { DataSet } from 'dicom-parser';
import { items, plainText, unicodeText, unsignedShort, valueBytes } from './element-values.ts';
import { parseObject } from './multiframe-file.ts';
import type { SourceInstance } from './source.ts';
import type { Findings } from './verify-findings.ts';
import { elementChecks, verifyObject } from './verify-object.ts';
import { verification } from './verification.ts';
import type { Verification } from './verify-types.ts';

/** What the picture must show, and of which source instance. */
export interface ExpectedKeyImage {
  readonly sliceIndex: number;
  readonly picture: { readonly rows: number; readonly columns: number; readonly rgb: Uint8Array };
}

const SECONDARY_CAPTURE_CLASS = '1.2.840.10008.5.1.4.1.1.7';
/** The notice is drawn above the anatomy; a band without a light pixel holds no text. */
const BAND_ROWS = 22;
const LIGHT = 200;

/**
 * Checks the finished bytes of a key image: patient, study, source image, that it says what is burned in, and with
 * `expected` every pixel. Shares nothing with the writer.
 */
export function verifyKeyImage(
  bytes: Uint8Array,
  source: readonly SourceInstance[],
  expected?: ExpectedKeyImage,
): Verification {
  return verification(source, (findings) => {
    const dataSet = parseObject(bytes);
    verifyObject(dataSet, { sopClassUID: SECONDARY_CAPTURE_CLASS, modality: 'OT' }, source, findings);
    verifyMarks(dataSet, findings);
    verifySource(dataSet, source, expected, findings);
    verifyPixels(dataSet, expected, findings);
    return 1;
  });
}

/** That it is a derived picture with annotations, of research, by a named algorithm. */
function verifyMarks(dataSet: DataSet, findings: Findings): void {
  const { is } = elementChecks(dataSet, findings);
  is('x00280301', 'YES', 'BurnedInAnnotation');
  is('x00080008', 'DERIVED\\SECONDARY', 'ImageType');
  is('x00080064', 'WSD', 'ConversionType');
  for (const [tag, name] of [
    ['x00082111', 'DerivationDescription'],
    ['x00204000', 'ImageComments'],
    ['x0008103e', 'SeriesDescription'],
  ] as const) {
    findings.check(
      /research use only/.test(unicodeText(dataSet, tag) ?? ''),
      'notice',
      `${name} does not say that the image is for research use only.`,
    );
  }
  const made = items(dataSet, 'x0018a001').map((item) => unicodeText(item, 'x0018a003') ?? '');
  findings.check(
    made.some((text) => /\n.*=/.test(text)),
    'provenance',
    'The object does not say with what parameters it was made.',
  );
}

function verifySource(
  dataSet: DataSet,
  source: readonly SourceInstance[],
  expected: ExpectedKeyImage | undefined,
  findings: Findings,
): void {
  const references = items(dataSet, 'x00082112');
  const uid = references[0] && plainText(references[0], 'x00081155');
  const frame = references[0] && plainText(references[0], 'x00081160');
  const instance = source.find(
    ({ sopInstanceUID, frameNumber }) => sopInstanceUID === uid && frameNumber?.toString() === frame,
  );
  findings.check(
    references.length === 1 &&
      instance !== undefined &&
      plainText(references[0]!, 'x00081150') === instance.sopClassUID &&
      (!expected || source[expected.sliceIndex] === instance),
    'reference',
    'The key image does not refer to the one image of the series that it shows.',
  );
}

function verifyPixels(dataSet: DataSet, expected: ExpectedKeyImage | undefined, findings: Findings): void {
  const { is, isNumber } = elementChecks(dataSet, findings);
  is('x00280004', 'RGB', 'PhotometricInterpretation');
  isNumber('x00280002', 3, 'SamplesPerPixel');
  isNumber('x00280006', 0, 'PlanarConfiguration');
  isNumber('x00280100', 8, 'BitsAllocated');
  const rows = unsignedShort(dataSet, 'x00280010') ?? 0;
  const columns = unsignedShort(dataSet, 'x00280011') ?? 0;
  const pixels = valueBytes(dataSet, 'x7fe00010');
  const length = 3 * rows * columns;
  if (!pixels || length === 0 || pixels.length !== length + (length % 2)) {
    findings.add('pixels', 'The pixel data have another length than the picture.');
    return;
  }
  findings.check(
    pixels.subarray(0, 3 * columns * BAND_ROWS).some((value) => value > LIGHT),
    'notice',
    'No notice is burned in above the picture.',
  );
  if (!expected) return;
  const { picture } = expected;
  const same =
    picture.rows === rows &&
    picture.columns === columns &&
    picture.rgb.every((value, i) => value === pixels[i]);
  findings.check(same, 'pixels', 'The picture differs from the one that was drawn.');
}
