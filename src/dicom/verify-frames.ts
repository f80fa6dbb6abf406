import type { SegmentationFile } from './segmentation-file.ts';
import type { SourceInstance } from './source.ts';
import { unpackFrame } from './unpack-bits.ts';
import type { Findings } from './verify-findings.ts';
import { verifyPlacement } from './verify-placement.ts';
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
  const seen = new Set<string>();
  for (const { name, number, frame, index } of verifyPlacement(file, file.frames, source, findings)) {
    const segment = frame.segmentNumber ?? 0;
    findings.check(
      file.segments.some((described) => described.number === segment),
      'segment',
      `${name} belongs to no segment of the object.`,
    );
    const key = `${segment} ${index}`;
    findings.check(!seen.has(key), 'duplicate', `${name} repeats slice ${index + 1} of segment ${segment}.`);
    seen.add(key);
    if (expected) verifyBits(name, file, number, expected[segment - 1]?.masks[index], findings);
  }
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
