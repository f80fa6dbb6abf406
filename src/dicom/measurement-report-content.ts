import { distinctInstances } from './source-key.ts';
import { parametersText } from './algorithm-item.ts';
import { CODES, REPORT_CODES as R } from './codes.ts';
import type { MeasuredRegion, MeasurementReportRequest } from './measurement-report-types.ts';
import { code, container, type ContentItem, image, measurement, text, uidReference } from './report-items.ts';
import { safeLongText, safeString } from './safe-text.ts';
import { SEGMENTATION_STORAGE } from './storage.ts';

/** Names the device that observed; derived once from a UUID. */
const DEVICE_UID = '2.25.28936050826775019643576540421115943881';

/** The content of an Imaging Measurement Report (TID 1500) below its root: who observed, on what images, and what. */
export function reportContent(request: MeasurementReportRequest): readonly ContentItem[] {
  return [
    code('HAS CONCEPT MOD', R.LANGUAGE, R.ENGLISH),
    code('HAS OBS CONTEXT', R.OBSERVER_TYPE, R.DEVICE),
    uidReference('HAS OBS CONTEXT', R.DEVICE_UID, DEVICE_UID),
    text('HAS OBS CONTEXT', R.DEVICE_NAME, 'Lacuna'),
    text('HAS OBS CONTEXT', R.DEVICE_MANUFACTURER, 'Lacuna'),
    code('HAS CONCEPT MOD', R.PROCEDURE_REPORTED, R.MAGNETIC_RESONANCE_IMAGING),
    container('CONTAINS', R.IMAGE_LIBRARY, [
      container(
        'CONTAINS',
        R.IMAGE_LIBRARY_GROUP,
        distinctInstances(request.source).map((instance) => image(instance)),
      ),
    ]),
    container(
      'CONTAINS',
      R.IMAGING_MEASUREMENTS,
      request.regions.map((region) => measurementGroup(region, request)),
    ),
  ];
}

/** One region: TID 1411, measurements of a volume that a segment outlines. */
function measurementGroup(measured: MeasuredRegion, request: MeasurementReportRequest): ContentItem {
  const { region, tracking, segmentNumber } = measured;
  const { algorithm, segmentation, source } = request;
  const of = (derivation: typeof R.MEAN) => [code('HAS CONCEPT MOD', R.DERIVATION, derivation)];
  return container(
    'CONTAINS',
    R.MEASUREMENT_GROUP,
    [
      text('HAS OBS CONTEXT', R.TRACKING_IDENTIFIER, tracking.identifier),
      uidReference('HAS OBS CONTEXT', R.TRACKING_UID, tracking.uid),
      code('CONTAINS', R.FINDING, CODES.MORPHOLOGICALLY_ABNORMAL_STRUCTURE),
      image(
        { sopClassUID: SEGMENTATION_STORAGE, sopInstanceUID: segmentation.sopInstanceUID, segmentNumber },
        R.REFERENCED_SEGMENT,
      ),
      uidReference('CONTAINS', R.SOURCE_SERIES, source[0]!.seriesInstanceUID),
      code('HAS CONCEPT MOD', R.FINDING_SITE, CODES.BRAIN, laterality(measured)),
      text('HAS CONCEPT MOD', R.ALGORITHM_NAME, safeString(algorithm.name, 64) || request.method),
      text('HAS CONCEPT MOD', R.ALGORITHM_VERSION, safeString(algorithm.version, 64) || 'unknown'),
      text('HAS CONCEPT MOD', R.ALGORITHM_PARAMETERS, safeLongText(parametersText(algorithm.parameters))),
      measurement(R.VOLUME, region.volumeMl, R.MILLILITRE),
      measurement(CODES.SALIENCY, region.peak, CODES.NO_UNITS, of(R.MAXIMUM)),
      measurement(CODES.SALIENCY, region.mean, CODES.NO_UNITS, of(R.MEAN)),
      text('CONTAINS', R.COMMENT, regionSentence(measured, source.length)),
    ],
    '1411',
  );
}

function laterality({ region: { side } }: MeasuredRegion): readonly ContentItem[] {
  if (side === undefined) return [];
  const value = { left: R.LEFT, right: R.RIGHT, both: R.BOTH_SIDES }[side];
  return [code('HAS CONCEPT MOD', R.LATERALITY, value)];
}

/** What has no code of its own: where the region begins and ends, and how far the methods agree on it. */
function regionSentence({ region }: MeasuredRegion, slices: number): string {
  const { firstSlice, lastSlice, agreement } = region;
  const agree =
    agreement === undefined
      ? ''
      : ` The other method marks ${Math.round(100 * agreement)} % of its volume too.`;
  return `Slices ${firstSlice + 1} to ${lastSlice + 1} of ${slices}, counted from the feet.${agree} Anomaly candidate, not a finding; research use only.`;
}
