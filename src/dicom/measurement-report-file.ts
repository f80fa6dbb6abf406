import type { DataSet } from 'dicom-parser';
import { decimals, items, plainText, unicodeText, unsignedShort, valueBytes } from './element-values.ts';
import { parseObject } from './multiframe-file.ts';

/** A number of a report with its derivation, such as mean or maximum; absent values stay undefined. */
export interface MeasurementInFile {
  /** Code of what was measured. */
  readonly concept: string | undefined;
  readonly derivation: string | undefined;
  readonly units: string | undefined;
  /** As a double; the decimal text may have fewer digits. */
  readonly value: number | undefined;
  readonly decimal: number | undefined;
}

export interface MeasurementGroupInFile {
  readonly trackingIdentifier: string | undefined;
  readonly trackingUID: string | undefined;
  readonly segmentation: string | undefined;
  readonly segmentNumber: number | undefined;
  readonly sourceSeries: string | undefined;
  readonly algorithmParameters: string | undefined;
  readonly measurements: readonly MeasurementInFile[];
  readonly comment: string | undefined;
  /** From 0, as the comment says them. */
  readonly slices: readonly [first: number, last: number] | undefined;
}

export interface MeasurementReportFile {
  readonly dataSet: DataSet;
  /** Code of the report's title, and number of its template. */
  readonly title: string | undefined;
  readonly template: string | undefined;
  readonly observerType: string | undefined;
  /** SOP Instance UIDs of the image library. */
  readonly library: readonly string[];
  /** SOP Instance UIDs by series, as the evidence lists them. */
  readonly evidence: ReadonlyMap<string, readonly string[]>;
  /** SOP Instance UIDs of the earlier reports that it takes the place of. */
  readonly predecessors: readonly string[];
  readonly groups: readonly MeasurementGroupInFile[];
}

/** Reads a TID 1500 report. @throws LacunaError `corrupt-file` | `unsupported-transfer-syntax` */
export function readMeasurementReport(bytes: Uint8Array): MeasurementReportFile {
  const dataSet = parseObject(bytes);
  const evidence = items(items(dataSet, 'x0040a375')[0], 'x00081115').map(
    (series) =>
      [
        plainText(series, 'x0020000e') ?? '',
        items(series, 'x00081199').map((item) => plainText(item, 'x00081155') ?? ''),
      ] as const,
  );
  const library = named(dataSet, '111028').flatMap((found) => named(found, '126200'));
  return {
    dataSet,
    title: conceptOf(dataSet),
    template: plainText(items(dataSet, 'x0040a504')[0] ?? dataSet, 'x0040db00'),
    observerType: codeOf(named(dataSet, '121005')[0], 'x0040a168'),
    library: library.flatMap((group) => content(group).map((item) => reference(item)?.instanceUID ?? '')),
    evidence: new Map(evidence),
    predecessors: items(dataSet, 'x0040a360')
      .flatMap((study) => items(study, 'x00081115'))
      .flatMap((series) => items(series, 'x00081199'))
      .map((item) => plainText(item, 'x00081155') ?? ''),
    groups: named(dataSet, '126010').flatMap((found) => named(found, '125007').map(readGroup)),
  };
}

/** SOP Instance UID of the SEG that a report's first group refers to. @throws LacunaError as `readMeasurementReport` */
export const referencedSegmentation = (bytes: Uint8Array): string | undefined =>
  readMeasurementReport(bytes).groups[0]?.segmentation;

function readGroup(group: DataSet): MeasurementGroupInFile {
  const textOf = (concept: string) => {
    const item = named(group, concept)[0];
    return item && unicodeText(item, 'x0040a160');
  };
  const uidOf = (concept: string) => {
    const item = named(group, concept)[0];
    return item && plainText(item, 'x0040a124');
  };
  const segment = reference(named(group, '121191')[0]);
  const comment = textOf('121106');
  const match = /^Slices (\d+) to (\d+) of \d+/.exec(comment ?? '');
  return {
    trackingIdentifier: textOf('112039'),
    trackingUID: uidOf('112040'),
    segmentation: segment?.instanceUID,
    segmentNumber: segment?.segmentNumber,
    sourceSeries: uidOf('121232'),
    algorithmParameters: textOf('111002'),
    measurements: content(group)
      .filter((item) => plainText(item, 'x0040a040') === 'NUM')
      .map(readMeasurement),
    comment,
    slices: match ? [Number(match[1]) - 1, Number(match[2]) - 1] : undefined,
  };
}

function readMeasurement(item: DataSet): MeasurementInFile {
  const measured = items(item, 'x0040a300')[0];
  const bytes = measured && valueBytes(measured, 'x0040a161');
  return {
    concept: conceptOf(item),
    derivation: codeOf(named(item, '121401')[0], 'x0040a168'),
    units: codeOf(measured, 'x004008ea'),
    value:
      bytes?.length === 8 ? new DataView(bytes.buffer, bytes.byteOffset, 8).getFloat64(0, true) : undefined,
    decimal: measured && decimals(measured, 'x0040a30a')?.[0],
  };
}

const content = (holder: DataSet) => items(holder, 'x0040a730');

/** Children whose concept name has this code. */
const named = (holder: DataSet, concept: string) =>
  content(holder).filter((item) => conceptOf(item) === concept);

const conceptOf = (item: DataSet) => codeOf(item, 'x0040a043');

function codeOf(holder: DataSet | undefined, tag: string): string | undefined {
  const found = items(holder, tag)[0];
  return found && plainText(found, 'x00080100');
}

function reference(item: DataSet | undefined) {
  const found = items(item, 'x00081199')[0];
  return (
    found && {
      instanceUID: plainText(found, 'x00081155'),
      segmentNumber: unsignedShort(found, 'x0062000b'),
    }
  );
}
