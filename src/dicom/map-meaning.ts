import type { NaturalDataset } from 'dcmjs';
import { CODES, type Code } from './codes.ts';
import type { HealthyDistribution } from './parametric-map-types.ts';

/** A linear way from stored values to real-world ones, and what these are. */
export interface MapMeaning {
  /** SH, 16 characters. */
  readonly label: string;
  /** LO, 64 characters. */
  readonly explanation: string;
  readonly quantity: Code;
  readonly slope: number;
  readonly intercept: number;
}

/**
 * What the stored values mean. First the map itself, so that a reader that knows no mapping, or only the first, shows what
 * is stored under its right name; then, with a calibration, the z-score z = (v - mean) / sd.
 */
export function mapMeanings(healthy?: HealthyDistribution): readonly MapMeaning[] {
  const map = {
    label: 'ANOMALY_MAP',
    explanation: 'Anomaly map as computed; research use only',
    quantity: CODES.SALIENCY,
    slope: 1,
    intercept: 0,
  };
  if (!healthy) return [map];
  const score = {
    label: 'Z_SCORE',
    explanation: 'z-score against healthy brain pixels; research use only',
    quantity: CODES.Z_SCORE,
    slope: 1 / healthy.sd,
    intercept: -healthy.mean / healthy.sd,
  };
  return [map, score];
}

/** Items of RealWorldValueMappingSequence, valid for stored values of the range. */
export function realWorldValueMappings(
  meanings: readonly MapMeaning[],
  [lowest, highest]: readonly [number, number],
): NaturalDataset[] {
  return meanings.map(({ label, explanation, quantity, slope, intercept }) => ({
    DoubleFloatRealWorldValueFirstValueMapped: lowest,
    DoubleFloatRealWorldValueLastValueMapped: highest,
    RealWorldValueIntercept: intercept,
    RealWorldValueSlope: slope,
    LUTExplanation: explanation,
    LUTLabel: label,
    MeasurementUnitsCodeSequence: [CODES.NO_UNITS],
    QuantityDefinitionSequence: [
      { ValueType: 'CODE', ConceptNameCodeSequence: [CODES.QUANTITY], ConceptCodeSequence: [quantity] },
    ],
  }));
}
