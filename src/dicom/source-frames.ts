import type { DataSet } from 'dicom-parser';
import { type AttributeReader, buildSource } from './source-builder.ts';
import { dataSetReader } from './source-from-dataset.ts';
import type { SourceInstance } from './source-instance.ts';
import { TAGS } from './tags.ts';

const PER_FRAME = 'x52009230';
const SHARED = 'x52009229';
/** What a frame says of itself in its functional groups; everything else is the instance's. */
const OF_FRAME: ReadonlySet<string> = new Set([
  'PixelSpacing',
  'SliceThickness',
  'ImagePositionPatient',
  'ImageOrientationPatient',
]);

/** Frames that a multi-frame instance with functional groups describes; 0 for any other. */
export const describedFrames = (dataSet: DataSet): number => dataSet.elements[PER_FRAME]?.items?.length ?? 0;

/**
 * Finds what holds an attribute of one frame (from 0): a functional group of the frame, else a shared one, else the
 * instance itself. Undefined where none does.
 */
export function frameView(dataSet: DataSet, frame: number): (tag: string) => DataSet | undefined {
  const groups = [
    ...groupItems(dataSet.elements[PER_FRAME]?.items?.[frame]?.dataSet),
    ...groupItems(dataSet.elements[SHARED]?.items?.[0]?.dataSet),
    dataSet,
  ];
  return (tag) => groups.find((group) => (group.elements[tag]?.length ?? 0) > 0);
}

/**
 * The first item of each functional group. Private ones (odd group number) are left out: Philips puts a whole classic header
 * into one, with another UID and a position of its own.
 */
function groupItems(item: DataSet | undefined): DataSet[] {
  return Object.entries(item?.elements ?? {})
    .filter(([tag]) => parseInt(tag.slice(1, 5), 16) % 2 === 0)
    .flatMap(([, { items }]) => items?.[0]?.dataSet ?? []);
}

/**
 * A source instance of one frame (from 0) of a multi-frame file.
 * @throws LacunaError `corrupt-file` | `no-geometry`
 */
export function sourceFromFrame(dataSet: DataSet, frame: number): SourceInstance {
  const find = frameView(dataSet, frame);
  const own = dataSetReader(dataSet);
  const readerOf = (keyword: string): AttributeReader | undefined => {
    if (!OF_FRAME.has(keyword)) return own;
    const holder = find(TAGS[keyword]?.tag ?? '');
    return holder && dataSetReader(holder);
  };
  const source = buildSource({
    text: (keyword) => readerOf(keyword)?.text(keyword),
    numbers: (keyword) => readerOf(keyword)?.numbers(keyword),
  });
  return { ...source, frameNumber: frame + 1 };
}
