import { distinctInstances } from './source-key.ts';
import { items, plainText } from './element-values.ts';
import {
  type MeasurementGroupInFile,
  type MeasurementReportFile,
  readMeasurementReport,
} from './measurement-report-file.ts';
import { readSegmentationFile, type SegmentationFile } from './segmentation-file.ts';
import type { SourceInstance } from './source.ts';
import { unpackFrame } from './unpack-bits.ts';
import type { Findings } from './verify-findings.ts';
import { verifyObject } from './verify-object.ts';
import { verifyPredecessors } from './verify-history.ts';
import { verification } from './verification.ts';
import type { ExpectedObject, Verification } from './verify-types.ts';

/** What each measurement group must say, in the order of the segments. */
export interface ExpectedRegion {
  readonly volumeMl: number;
  readonly peak: number;
  readonly mean: number;
  readonly voxels: number;
  /** Indices from 0, feet to head. */
  readonly firstSlice: number;
  readonly lastSlice: number;
}

const SR_CLASS = '1.2.840.10008.5.1.4.1.1.88.34';
/** Of the decimal text, 16 characters at most. */
const DECIMAL_TOLERANCE = 1e-9;

/**
 * Compares the finished bytes of a measurement report with its source series, with the finished segmentation that it refers
 * to and, with `expected`, with the regions; by code that shares nothing with the writer.
 */
export function verifyMeasurementReport(
  bytes: Uint8Array,
  source: readonly SourceInstance[],
  segmentation: Uint8Array,
  expected?: readonly ExpectedRegion[],
  { predecessors = [] }: ExpectedObject = {},
): Verification {
  return verification(source, (findings) => {
    const report = readMeasurementReport(bytes);
    const seg = readSegmentationFile(segmentation);
    verifyObject(report.dataSet, { sopClassUID: SR_CLASS, modality: 'SR' }, source, findings);
    verifyPredecessors(report.dataSet, report.predecessors, expected && { predecessors }, findings);
    verifyFrame(report, source, seg, findings);
    verifyGroups(report, source, seg, expected, findings);
    return report.groups.length;
  });
}

/** Title, observer, image library and evidence. */
function verifyFrame(
  { dataSet, title, template, observerType, library, evidence }: MeasurementReportFile,
  source: readonly SourceInstance[],
  seg: SegmentationFile,
  findings: Findings,
): void {
  findings.check(title === '126000' && template === '1500', 'title', 'The report is no TID 1500.');
  // a parser that reaches the end of a file inside a sequence closes it in silence, but for a warning
  findings.check(dataSet.warnings.length === 0, 'damage', 'The report is damaged or cut short.');
  findings.check(observerType === '121007', 'observer', 'The report does not say that a device observed.');
  findings.check(
    plainText(dataSet, 'x0040a493') === 'UNVERIFIED',
    'verification flag',
    'The report does not say that nobody has verified it.',
  );
  const wanted = distinctInstances(source)
    .map(({ sopInstanceUID }) => sopInstanceUID)
    .sort();
  const same = (uids: readonly string[] | undefined) => [...(uids ?? [])].sort().join() === wanted.join();
  findings.check(same(library), 'image library', 'The image library is not the source series.');
  findings.check(
    same(evidence.get(source[0]!.seriesInstanceUID)),
    'evidence',
    'The evidence does not list the source series.',
  );
  const segSeries = plainText(seg.dataSet, 'x0020000e') ?? '';
  findings.check(
    evidence.get(segSeries)?.join() === plainText(seg.dataSet, 'x00080018') && evidence.size === 2,
    'evidence',
    'The evidence does not list the segmentation.',
  );
}

function verifyGroups(
  { groups }: MeasurementReportFile,
  source: readonly SourceInstance[],
  seg: SegmentationFile,
  expected: readonly ExpectedRegion[] | undefined,
  findings: Findings,
): void {
  findings.check(
    groups.length === seg.segments.length && groups.length === (expected ?? groups).length,
    'groups',
    `The report has ${groups.length} measurement groups for ${seg.segments.length} segments.`,
  );
  const segUid = plainText(seg.dataSet, 'x00080018');
  const voxels = voxelsBySegment(seg);
  groups.forEach((group, g) => {
    const name = `Measurement group ${g + 1}`;
    const number = group.segmentNumber ?? 0;
    const segment = seg.segments.find((described) => described.number === number);
    findings.check(
      number === g + 1 && segment !== undefined && group.segmentation === segUid,
      'segment',
      `${name} does not refer to its segment.`,
    );
    findings.check(
      group.sourceSeries === source[0]!.seriesInstanceUID,
      'source series',
      `${name} names another source series.`,
    );
    findings.check(
      group.trackingUID !== undefined &&
        group.trackingUID === (segment && plainText(segment.item, 'x00620021')) &&
        group.trackingIdentifier === (segment && plainText(segment.item, 'x00620020')),
      'tracking',
      `${name} is tracked by another name than its segment.`,
    );
    const parameters = segment && items(segment.item, 'x00620007')[0];
    findings.check(
      group.algorithmParameters !== undefined &&
        group.algorithmParameters === (parameters && plainText(parameters, 'x00660032')),
      'algorithm',
      `${name} records other parameters than its segment.`,
    );
    const wanted = expected?.[g];
    if (!wanted) return;
    findings.check(
      voxels.get(number) === wanted.voxels,
      'voxels',
      `The segment of ${name.toLowerCase()} has another number of voxels than its region.`,
    );
    verifyFigures(name, group, wanted, findings);
  });
}

function verifyFigures(
  name: string,
  group: MeasurementGroupInFile,
  wanted: ExpectedRegion,
  findings: Findings,
): void {
  const figures = [
    ['118565006', undefined, 'ml', wanted.volumeMl],
    ['130404', '56851009', '1', wanted.peak],
    ['130404', '373098007', '1', wanted.mean],
  ] as const;
  for (const [concept, derivation, units, value] of figures) {
    const found = group.measurements.filter((m) => m.concept === concept && m.derivation === derivation);
    const [one] = found;
    const near =
      one?.decimal !== undefined &&
      Math.abs(one.decimal - value) <= DECIMAL_TOLERANCE * Math.max(1, Math.abs(value));
    findings.check(
      found.length === 1 && one?.units === units && one.value === value && near,
      'figure',
      `${name} does not give the measured ${concept === '118565006' ? 'volume' : 'map values'}.`,
    );
  }
  findings.check(
    group.measurements.length === figures.length,
    'figure',
    `${name} has ${group.measurements.length} measurements.`,
  );
  findings.check(
    group.slices?.[0] === wanted.firstSlice && group.slices[1] === wanted.lastSlice,
    'slices',
    `${name} names other slices.`,
  );
  findings.check(
    group.comment?.endsWith('research use only.') ?? false,
    'notice',
    `${name} does not say that it is for research use only.`,
  );
}

function voxelsBySegment(seg: SegmentationFile): ReadonlyMap<number, number> {
  const counts = new Map<number, number>();
  seg.frames.forEach(({ segmentNumber = 0 }, f) => {
    const set = unpackFrame(seg.packed, f, seg.rows * seg.columns).reduce((sum, value) => sum + value, 0);
    counts.set(segmentNumber, (counts.get(segmentNumber) ?? 0) + set);
  });
  return counts;
}
