/**
 * Metrics of anomaly maps: pure functions on arrays, exact unless a name says otherwise. A metric that its input does
 * not define (no positive, no background, nothing at all) is null, never NaN.
 */
export { type Scores, type Truth, type RankedScores, rankScores, walkThresholds } from './ranked-scores.ts';
export { averagePrecision, averagePrecisionOf, auroc, aurocOf } from './ranking.ts';
export {
  type Confusion,
  type OracleDice,
  confusionAt,
  diceAt,
  diceOf,
  falsePositiveRateOf,
  oracleDice,
  oracleDiceOf,
  precisionOf,
  sensitivityOf,
} from './thresholded.ts';
export {
  type Curve,
  type CurveOptions,
  diceCurve,
  diceCurveOf,
  precisionRecallCurve,
  precisionRecallCurveOf,
  rocCurve,
  rocCurveOf,
} from './curves.ts';
export { type Connectivity3, type Shape3, connectedRegions, dropSmallRegions } from './components-3d.ts';
export { type AuproOptions, type ScoredVolume, aupro, aupro30 } from './aupro.ts';
export { type LesionCounts, type LesionRequest, lesionCounts } from './lesions.ts';
export {
  type BootstrapOptions,
  type Interval,
  type MeanInterval,
  bootstrapInterval,
  bootstrapMean,
  bootstrapMeanDifference,
} from './bootstrap.ts';
export { type SignedRank, wilcoxonSignedRank } from './wilcoxon.ts';
