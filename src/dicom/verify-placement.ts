import { items, plainText } from './element-values.ts';
import type { FrameInFile, MultiframeFile } from './multiframe-file.ts';
import type { SourceInstance } from './source.ts';
import { sourceKey } from './source-key.ts';
import type { Findings } from './verify-findings.ts';
import { verifyFrameGeometry } from './verify-frame-geometry.ts';

/** A frame whose source instance is known. */
export interface PlacedFrame<Frame extends FrameInFile> {
  /** How findings call it. */
  readonly name: string;
  /** From 0, in the file. */
  readonly number: number;
  readonly frame: Frame;
  /** Of the source instance. */
  readonly index: number;
}

/**
 * Every frame: one image of the series, listed among the references, its place in space and among the dimensions.
 * @returns the frames that refer to exactly one image of the series
 */
export function verifyPlacement<Frame extends FrameInFile>(
  file: MultiframeFile,
  frames: readonly Frame[],
  source: readonly SourceInstance[],
  findings: Findings,
): readonly PlacedFrame<Frame>[] {
  const indexOf = new Map(source.map((slice, i) => [sourceKey(slice), i]));
  const listed = listedReferences(file, source, findings);
  const dimensions = items(file.dataSet, 'x00209222').length;
  const places = new Set(frames.map(({ dimensionIndex }) => dimensionIndex.join(' ')));
  findings.check(
    places.size === frames.length,
    'dimension index',
    'Two frames have the same place among the dimensions.',
  );
  return frames.flatMap((frame, number) => {
    const name = `Frame ${number + 1}`;
    const reference = frame.references[0];
    const index = indexOf.get(reference?.key ?? '');
    if (frame.references.length !== 1 || index === undefined) {
      findings.add('reference', `${name} does not refer to exactly one image of the series.`);
      return [];
    }
    const instance = source[index]!;
    findings.check(
      reference?.classUID === instance.sopClassUID,
      'reference class',
      `${name} gives another class for the image it refers to.`,
    );
    findings.check(
      listed.has(instance.sopInstanceUID),
      'series reference',
      `${name} refers to an image that ReferencedSeriesSequence does not list.`,
    );
    findings.check(
      dimensions > 0 && frame.dimensionIndex.length === dimensions,
      'dimension index',
      `${name} has no complete place among the dimensions.`,
    );
    verifyFrameGeometry(name, frame, file, instance, findings);
    return [{ name, number, frame, index }];
  });
}

/** UIDs that ReferencedSeriesSequence lists for the source series, each with the right class. */
function listedReferences(
  { dataSet }: MultiframeFile,
  source: readonly SourceInstance[],
  findings: Findings,
): ReadonlySet<string> {
  const classOf = new Map(source.map(({ sopInstanceUID, sopClassUID }) => [sopInstanceUID, sopClassUID]));
  const series = items(dataSet, 'x00081115').filter(
    (item) => plainText(item, 'x0020000e') === source[0]?.seriesInstanceUID,
  );
  const instances = series.flatMap((item) => items(item, 'x0008114a'));
  findings.check(
    series.length === 1 && instances.length > 0,
    'series reference',
    'ReferencedSeriesSequence does not name the source series once, with its images.',
  );
  const listed = new Set<string>();
  for (const item of instances) {
    const uid = plainText(item, 'x00081155') ?? '';
    if (classOf.get(uid) === plainText(item, 'x00081150')) listed.add(uid);
    else
      findings.add('series reference', 'ReferencedSeriesSequence lists an image that is not in the series.');
  }
  return listed;
}
