import { items, plainText, unicodeText } from './element-values.ts';
import type { SegmentInFile } from './segmentation-file.ts';
import { verifyConsensusRule } from './verify-consensus.ts';
import type { Findings } from './verify-findings.ts';
import type { ExpectedSegment } from './verify-types.ts';

/** Provenance of every segment, and that the segments are those expected, numbered from 1 without a gap. `used` are the numbers that frames hold. */
export function verifySegments(
  segments: readonly SegmentInFile[],
  used: ReadonlySet<number | undefined>,
  expected: readonly ExpectedSegment[] | undefined,
  findings: Findings,
): void {
  findings.check(segments.length > 0, 'segments', 'The object describes no segment.');
  segments.forEach((segment, i) => {
    findings.check(
      segment.number === i + 1,
      'segment numbers',
      `Segment ${i + 1} is numbered ${segment.number}.`,
    );
    verifyProvenance(segment, i + 1, findings);
    const wanted = expected?.[i];
    if (wanted) {
      const type = wanted.edited ? 'SEMIAUTOMATIC' : 'AUTOMATIC';
      findings.check(
        segment.algorithmType === type,
        'algorithm type',
        `Segment ${i + 1} is not marked ${type}.`,
      );
    }
  });
  if (expected) {
    findings.check(
      segments.length === expected.length,
      'segments',
      `The object has ${segments.length} segments; ${expected.length} are not empty.`,
    );
  }
  for (const { number } of segments)
    findings.check(used.has(number), 'unused segment', `Segment ${number} has no frame.`);
}

function verifyProvenance(segment: SegmentInFile, number: number, findings: Findings): void {
  const { item, algorithmType, algorithmName } = segment;
  findings.check(
    algorithmType === 'AUTOMATIC' || algorithmType === 'SEMIAUTOMATIC',
    'algorithm type',
    `Segment ${number} says ${algorithmType === 'MANUAL' ? 'that it was drawn by hand' : 'nothing valid'} about how it was made.`,
  );
  findings.check(Boolean(algorithmName), 'algorithm name', `Segment ${number} does not name what made it.`);
  const identification = items(item, 'x00620007')[0];
  const family = items(identification, 'x0066002f')[0];
  findings.check(
    identification !== undefined &&
      Boolean(unicodeText(identification, 'x00660036')) &&
      Boolean(unicodeText(identification, 'x00660031')) &&
      Boolean(unicodeText(identification, 'x00660032')) &&
      family !== undefined &&
      plainText(family, 'x00080100') === '123110',
    'algorithm identification',
    `Segment ${number} lacks family, name, version or parameters of its algorithm.`,
  );
  verifyConsensusRule(identification, number, findings);
}
