import dicomParser, { type DataSet } from 'dicom-parser';
import { asLacunaError, LacunaError } from '../errors.ts';
import { decimals, items, plainText, unsignedShort, valueBytes } from './element-values.ts';

/** A finished multi-frame object as its bytes say it is; nothing is checked against anything yet, absent values stay undefined. */
export interface MultiframeFile {
  readonly dataSet: DataSet;
  readonly rows: number;
  readonly columns: number;
  readonly frames: readonly FrameInFile[];
}

export interface FrameReference {
  readonly classUID?: string;
  readonly instanceUID?: string;
  /** The instance, and the frame of it where one is named, as `sourceKey` calls a slice of the source. */
  readonly key: string;
}

/** Where a frame says that it lies and what it was made from. */
export interface FrameInFile {
  readonly references: readonly FrameReference[];
  readonly position: readonly number[] | undefined;
  readonly orientation: readonly number[] | undefined;
  readonly spacing: readonly number[] | undefined;
  readonly thickness: number | undefined;
  readonly dimensionIndex: readonly number[];
  /** The first item of a functional group: the frame's own or, when it is the same for all, the shared one. */
  readonly group: (tag: string) => DataSet | undefined;
}

const EXPLICIT_LITTLE_ENDIAN = '1.2.840.10008.1.2.1';
/** 1 GiB: far above any real object, below what a browser can hold. */
const MAX_BYTES = 2 ** 30;
const MAX_FRAMES = 1_000_000;

/**
 * Reads the frames of a DICOM multi-frame object.
 * @throws LacunaError `corrupt-file` | `unsupported-transfer-syntax` always typed, whatever the parser throws
 */
export function readMultiframeFile(bytes: Uint8Array): MultiframeFile {
  if (bytes.length < 132 || bytes.length > MAX_BYTES) throw damaged('its size is impossible');
  const dataSet = parseObject(bytes);
  const rows = unsignedShort(dataSet, 'x00280010');
  const columns = unsignedShort(dataSet, 'x00280011');
  const perFrame = items(dataSet, 'x52009230');
  if (!rows || !columns) throw damaged('it has no rows and columns');
  if (perFrame.length === 0 || perFrame.length > MAX_FRAMES) throw damaged('it has no usable list of frames');
  const shared = items(dataSet, 'x52009229')[0];
  return { dataSet, rows, columns, frames: perFrame.map((groups) => frame(groups, shared)) };
}

/** A DICOM file in Explicit VR Little Endian. @throws LacunaError `corrupt-file` | `unsupported-transfer-syntax` */
export function parseObject(bytes: Uint8Array): DataSet {
  try {
    // the header alone first: a deflated file must not be inflated to learn that it is none of ours
    const syntax = plainText(dicomParser.readPart10Header(bytes), 'x00020010');
    if (syntax !== EXPLICIT_LITTLE_ENDIAN) {
      throw new LacunaError(
        'unsupported-transfer-syntax',
        'The object is not in Explicit VR Little Endian, the only form that is checked here. Convert it first.',
        { syntax },
      );
    }
    return dicomParser.parseDicom(bytes);
  } catch (thrown) {
    const cause = (thrown as { exception?: unknown } | undefined)?.exception ?? thrown;
    throw asLacunaError(cause, 'corrupt-file', 'The file is not a readable DICOM object.');
  }
}

export function damaged(reason: string): LacunaError {
  return new LacunaError('corrupt-file', `The file is not a usable result object: ${reason}.`);
}

function frame(own: DataSet, shared: DataSet | undefined): FrameInFile {
  const group = (tag: string) => items(own, tag)[0] ?? items(shared, tag)[0];
  const values = (groupTag: string, tag: string) => {
    const found = group(groupTag);
    return found && decimals(found, tag);
  };
  const derivation = group('x00089124');
  const content = group('x00209111');
  return {
    references: items(derivation, 'x00082112').map(reference),
    position: values('x00209113', 'x00200032'),
    orientation: values('x00209116', 'x00200037'),
    spacing: values('x00289110', 'x00280030'),
    thickness: values('x00289110', 'x00180050')?.[0],
    dimensionIndex: (content && unsignedLongs(content, 'x00209157')) ?? [],
    group,
  };
}

function reference(source: DataSet): FrameReference {
  const instanceUID = plainText(source, 'x00081155');
  const frames = plainText(source, 'x00081160');
  return {
    classUID: plainText(source, 'x00081150'),
    instanceUID,
    key: frames === undefined ? (instanceUID ?? '') : `${instanceUID} frame ${frames}`,
  };
}

function unsignedLongs(dataSet: DataSet, tag: string): readonly number[] | undefined {
  const bytes = valueBytes(dataSet, tag);
  if (!bytes) return undefined;
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.length);
  return Array.from({ length: bytes.length >> 2 }, (_, i) => view.getUint32(4 * i, true));
}
