import { items, plainText } from './element-values.ts';
import type { SegmentationFile } from './segmentation-file.ts';
import type { SourceInstance } from './source.ts';
import { unpackFrame } from './unpack-bits.ts';
import type { Findings } from './verify-findings.ts';
import { verifyFrameGeometry } from './verify-frame-geometry.ts';
import type { ExpectedSegment } from './verify-types.ts';

/**
 * Every frame: one image of the series, its place in space, and no slice twice in a segment. With expected masks also
 * that each non-empty slice is there and equal bit by bit.
 */
export function verifyFrames(
  file: SegmentationFile,
  source: readonly SourceInstance[],
  expected: readonly ExpectedSegment[] | undefined,
  findings: Findings,
): void {
  const indexOf = new Map(source.map(({ sopInstanceUID }, i) => [sopInstanceUID, i]));
  const listed = listedReferences(file, source, findings);
  const seen = new Set<string>();
  const dimensions = items(file.dataSet, 'x00209222').length;
  const places = new Set<string>();

  file.frames.forEach((frame, f) => {
    const name = `Frame ${f + 1}`;
    const reference = frame.references[0];
    const index = indexOf.get(reference?.instanceUID ?? '');
    if (frame.references.length !== 1 || index === undefined) {
      findings.add('reference', `${name} does not refer to exactly one image of the series.`);
      return;
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
    verifyFrameGeometry(name, frame, file, instance, findings);

    const segment = frame.segmentNumber ?? 0;
    findings.check(
      file.segments.some(({ number }) => number === segment),
      'segment',
      `${name} belongs to no segment of the object.`,
    );
    const key = `${segment} ${index}`;
    findings.check(!seen.has(key), 'duplicate', `${name} repeats slice ${index + 1} of segment ${segment}.`);
    seen.add(key);
    places.add(frame.dimensionIndex.join(' '));
    findings.check(
      dimensions > 0 && frame.dimensionIndex.length === dimensions,
      'dimension index',
      `${name} has no complete place among the dimensions.`,
    );
    if (expected) verifyBits(name, file, f, expected[segment - 1]?.masks[index], findings);
  });
  findings.check(
    places.size === file.frames.length,
    'dimension index',
    'Two frames have the same place among the dimensions.',
  );
  expected?.forEach(({ masks }, s) =>
    masks.forEach((mask, i) => {
      if (!mask?.some((value) => value !== 0) || seen.has(`${s + 1} ${i}`)) return;
      findings.add('missing slice', `Slice ${i + 1} of segment ${s + 1} is missing.`);
    }),
  );
}

function verifyBits(
  name: string,
  { packed, rows, columns }: SegmentationFile,
  frame: number,
  mask: Uint8Array | null | undefined,
  findings: Findings,
): void {
  const written = unpackFrame(packed, frame, rows * columns);
  let different = mask && mask.length !== written.length ? Math.abs(mask.length - written.length) : 0;
  let set = 0;
  for (let i = 0; i < written.length; i++) {
    const wanted = (mask?.[i] ?? 0) === 0 ? 0 : 1;
    if (written[i] !== wanted) different++;
    set += written[i]!;
  }
  findings.check(different === 0, 'pixels', `${name} differs from its mask in ${different} pixels.`);
  findings.check(set > 0, 'empty frame', `${name} is empty.`);
}

/** UIDs that ReferencedSeriesSequence lists for the source series, each with the right class. */
function listedReferences(
  { dataSet }: SegmentationFile,
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
