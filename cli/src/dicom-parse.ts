import zlib from 'node:zlib';
import dicomParser, { type DataSet } from 'dicom-parser';
import { LacunaError } from '@lacuna/core/errors.ts';

const PREAMBLE_BYTES = 128;
const PIXEL_DATA = 'x7fe00010';
/** A deflated file of 389 kB can hold 2 GB of zeros; no single-frame image inflates beyond this. */
const MAX_INFLATED_BYTES = 256 * 1024 * 1024;

/** Everything before the pixels, and where those begin. */
export interface ParsedFile {
  dataSet: DataSet;
  transferSyntaxUID: string;
}

export function hasDicomMark(bytes: Uint8Array): boolean {
  return (
    Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).toString(
      'latin1',
      PREAMBLE_BYTES,
      PREAMBLE_BYTES + 4,
    ) === 'DICM'
  );
}

/**
 * Parses a DICOM Part 10 file up to its pixel data, or to its end, which the fragments of compressed pixels need.
 * @throws LacunaError `corrupt-file` always typed, whatever the parser throws (mostly strings and plain objects)
 */
export function parsePart10(bytes: Uint8Array, to: 'pixels' | 'end' = 'pixels'): ParsedFile {
  if (!hasDicomMark(bytes))
    throw new LacunaError('corrupt-file', 'The file is not DICOM: it has no DICM mark.');
  try {
    const dataSet = dicomParser.parseDicom(bytes, {
      ...(to === 'pixels' && { untilTag: PIXEL_DATA }),
      inflater: inflate,
    });
    const transferSyntaxUID = dataSet.string('x00020010')?.trim();
    if (transferSyntaxUID) return { dataSet, transferSyntaxUID };
  } catch (thrown) {
    const cause = (thrown as { exception?: unknown } | undefined)?.exception ?? thrown;
    if (cause instanceof LacunaError) throw cause;
    throw new LacunaError(
      'corrupt-file',
      'The DICOM header is damaged and cannot be read. Retrieve the file again.',
      undefined,
      { cause },
    );
  }
  throw new LacunaError(
    'corrupt-file',
    'The DICOM file does not name its transfer syntax. Retrieve the file again.',
  );
}

/** The whole file with its deflated part inflated, as dicom-parser wants it. */
function inflate(bytes: Uint8Array, position: number): Uint8Array {
  const rest = zlib.inflateRawSync(bytes.subarray(position), { maxOutputLength: MAX_INFLATED_BYTES });
  return Buffer.concat([bytes.subarray(0, position), rest]);
}
