import dcmjs, { type NaturalDataset } from 'dcmjs';
import { algorithmItem } from './algorithm-item.ts';
import { CODES } from './codes.ts';
import { safeString } from './safe-text.ts';
import { SEGMENT_COLOURS, type SegmentRequest } from './segmentation-types.ts';

/** The item of SegmentSequence that says what a segment is and what made it. */
export function segmentItem(segment: SegmentRequest, segmentNumber: number): NaturalDataset {
  const { method, label, algorithm, edited, tracking } = segment;
  return {
    SegmentNumber: segmentNumber,
    SegmentLabel: safeString(label, 64) || `Anomaly candidate, ${method}`,
    SegmentDescription: safeString(`Anomaly candidate regions by ${algorithm.name}; research use only`, 64),
    SegmentAlgorithmType: edited ? 'SEMIAUTOMATIC' : 'AUTOMATIC',
    SegmentAlgorithmName: safeString(algorithm.name, 64) || method,
    SegmentationAlgorithmIdentificationSequence: [algorithmItem(algorithm, method)],
    SegmentedPropertyCategoryCodeSequence: [CODES.MORPHOLOGICALLY_ABNORMAL_STRUCTURE],
    SegmentedPropertyTypeCodeSequence: [CODES.LESION],
    AnatomicRegionSequence: [CODES.BRAIN],
    ...(tracking ? { TrackingID: safeString(tracking.identifier, 64), TrackingUID: tracking.uid } : {}),
    RecommendedDisplayCIELabValue: cieLab(SEGMENT_COLOURS[method]),
  };
}

/** dcmjs's own conversion, which is the inverse of the one that readers built on it show the colour with. */
function cieLab(rgb: readonly [number, number, number]): number[] {
  return dcmjs.data.Colors.rgb2DICOMLAB(rgb.map((value) => value / 255)).map((value) =>
    Math.min(65535, Math.max(0, Math.round(value))),
  );
}
