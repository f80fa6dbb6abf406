import { frameView } from '@lacuna/core/dicom/source-frames.ts';
import type { DataSet } from 'dicom-parser';
import { decimals } from './dicom-numbers.ts';
import type { ParsedFile } from './dicom-parse.ts';
import { encapsulatedFrames } from './encapsulated-frames.ts';
import { decodeFrame } from './image-codecs.ts';
import { corrupt, modalityValues, type PixelLayout, pixelLayout, type Samples } from './stored-values.ts';
import { compressionOf, EXPLICIT_BIG_ENDIAN } from './transfer-syntax.ts';

const PIXEL_DATA = 'x7fe00010';
const MODALITY_LUT_SEQUENCE = 'x00283000';
const NUMBER_OF_FRAMES = 'x00280008';

/**
 * Gives the frames of a file in modality units, row-major: stored value * RescaleSlope + RescaleIntercept.
 *
 * 8 or 16 bits allocated, signed or not, uncompressed or compressed. MONOCHROME1 is not inverted here: that needs the
 * extremes of the whole series.
 * @param file parsed to its end where it is compressed
 * @returns reads one frame, from 0
 * @throws LacunaError `unsupported-transfer-syntax` | `corrupt-file` | `colour`
 */
export function pixelReader({
  dataSet,
  transferSyntaxUID,
}: ParsedFile): (frame?: number) => Promise<Float32Array> {
  const compression = compressionOf(transferSyntaxUID);
  const layout = pixelLayout(dataSet);
  if (dataSet.elements[MODALITY_LUT_SEQUENCE])
    corrupt('The image maps its values through a lookup table, which Lacuna does not read.');
  const count = decimals(dataSet, NUMBER_OF_FRAMES)?.[0] ?? 1;
  const frames = compression && encapsulatedFrames(dataSet, count);
  return async (frame = 0) => {
    const scale = rescale(dataSet, frame);
    if (!compression || !frames)
      return modalityValues(plainSamples(dataSet, transferSyntaxUID, layout, frame), layout, scale);
    const shape = { pixels: layout.pixels, bytesPerSample: layout.allocated / 8 };
    const { samples, bytesPerSample } = await decodeFrame(
      compression.codec,
      frames[frame] ?? corrupt('The file holds fewer images than its header says.'),
      shape,
    );
    return modalityValues(
      { bytes: samples, bytesPerSample, bigEndian: false, swappedPairs: false },
      layout,
      scale,
    );
  };
}

/** A frame's own rescale, where it has one. */
function rescale(dataSet: DataSet, frame: number): { slope: number; intercept: number } {
  const find = frameView(dataSet, frame);
  const value = (tag: string) => {
    const holder = find(tag);
    return holder && decimals(holder, tag)?.[0];
  };
  const slope = value('x00281053') ?? 1;
  const intercept = value('x00281052') ?? 0;
  if (slope === 0)
    corrupt(
      'The image has a RescaleSlope of 0, which makes every pixel the same. Retrieve or export it again.',
    );
  if (
    !Number.isFinite(slope) ||
    !Number.isFinite(intercept) ||
    Math.abs(slope) > 1e9 ||
    Math.abs(intercept) > 1e9
  )
    corrupt('The image has an impossible RescaleSlope or RescaleIntercept.', { slope, intercept });
  return { slope, intercept };
}

function plainSamples(
  dataSet: DataSet,
  syntax: string,
  { pixels, allocated }: PixelLayout,
  frame: number,
): Samples {
  const element = dataSet.elements[PIXEL_DATA];
  if (!element) corrupt('The file holds no pixel data.');
  const { dataOffset, length } = element;
  const size = (pixels * allocated) / 8;
  const needed = size * (frame + 1);
  const available = Math.min(length, dataSet.byteArray.length - dataOffset);
  if (length === 0xffffffff || available < needed)
    corrupt('The pixel data is cut short. Retrieve the file again.', { bytes: available, expected: needed });
  const bigEndian = syntax === EXPLICIT_BIG_ENDIAN;
  return {
    bytes: dataSet.byteArray.subarray(dataOffset + size * frame, dataOffset + needed),
    bytesPerSample: allocated / 8,
    bigEndian,
    swappedPairs: bigEndian && allocated === 8 && element.vr === 'OW',
  };
}
