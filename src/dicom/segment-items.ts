import dcmjs, { type NaturalDataset } from 'dcmjs';
import { CODES } from './codes.ts';
import { safeLongText, safeString } from './safe-text.ts';
import { type AlgorithmProvenance, SEGMENT_COLOURS, type SegmentRequest } from './segmentation-types.ts';

/** The item of SegmentSequence that says what a segment is and what made it. */
export function segmentItem(segment: SegmentRequest, segmentNumber: number): NaturalDataset {
  const { method, label, algorithm, edited } = segment;
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
    RecommendedDisplayCIELabValue: cieLab(SEGMENT_COLOURS[method]),
  };
}

function algorithmItem({ name, version, parameters }: AlgorithmProvenance, method: string): NaturalDataset {
  const pairs = Object.entries(parameters).map(
    ([key, value]) => `${oneToken(key)}=${oneToken(String(value))}`,
  );
  return {
    AlgorithmFamilyCodeSequence: [CODES.ARTIFICIAL_INTELLIGENCE],
    AlgorithmName: safeString(name, 64) || method,
    AlgorithmVersion: safeString(version, 64) || 'unknown',
    AlgorithmParameters: safeLongText(pairs.join(',')),
  };
}

/** A key or value of `k=v,k=v`, without the characters that part them. */
function oneToken(text: string): string {
  return text.replace(/[,=\\\r\n]/g, ' ').trim();
}

/** dcmjs's own conversion, which is the inverse of the one that readers built on it show the colour with. */
function cieLab(rgb: readonly [number, number, number]): number[] {
  return dcmjs.data.Colors.rgb2DICOMLAB(rgb.map((value) => value / 255)).map((value) =>
    Math.min(65535, Math.max(0, Math.round(value))),
  );
}
