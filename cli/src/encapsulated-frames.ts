import dicomParser, { type DataSet } from 'dicom-parser';
import { asLacunaError, LacunaError } from '@lacuna/core/errors.ts';

const PIXEL_DATA = 'x7fe00010';
/** First two bytes of a JPEG or JPEG-LS image and of a JPEG 2000 code stream. */
const STARTS = [0xffd8, 0xff4f];

/**
 * The compressed images of an encapsulated file, one per frame, their fragments put together.
 * @param dataSet parsed to its end
 * @throws LacunaError `corrupt-file` when fragments and frames cannot be matched
 */
export function encapsulatedFrames(dataSet: DataSet, frameCount: number): Uint8Array[] {
  const element = dataSet.elements[PIXEL_DATA];
  const fragments = element?.fragments;
  if (!element || !fragments?.length) throw damaged('it holds no compressed images');
  try {
    const joined = (first: number, count: number) =>
      Uint8Array.from(
        dicomParser.readEncapsulatedPixelDataFromFragments(dataSet, element, first, count, fragments),
      );
    if (frameCount === 1) return [joined(0, fragments.length)];
    if (fragments.length === frameCount) return fragments.map((_, i) => joined(i, 1));
    if (element.basicOffsetTable?.length === frameCount)
      return Array.from({ length: frameCount }, (_, i) =>
        Uint8Array.from(
          dicomParser.readEncapsulatedImageFrame(dataSet, element, i, element.basicOffsetTable, fragments),
        ),
      );
    const starts = fragments.flatMap((_, i) => (beginsImage(joined(i, 1)) ? [i] : []));
    if (starts.length !== frameCount || starts[0] !== 0)
      throw damaged(`its ${fragments.length} fragments do not make ${frameCount} frames`);
    return starts.map((start, i) => joined(start, (starts[i + 1] ?? fragments.length) - start));
  } catch (thrown) {
    throw asLacunaError(thrown, 'corrupt-file', 'The compressed images of the file cannot be taken apart.');
  }
}

const beginsImage = (bytes: Uint8Array) => STARTS.includes(((bytes[0] ?? 0) << 8) | (bytes[1] ?? 0));

const damaged = (reason: string) =>
  new LacunaError(
    'corrupt-file',
    `The compressed pixel data is damaged: ${reason}. Retrieve the file again.`,
  );
