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
  confusionOf,
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
export { type LesionCounts, type LesionRequest, lesionCounts, lesionCountsOf } from './lesions.ts';
export {
  type BootstrapOptions,
  type Interval,
  type MeanInterval,
  bootstrapInterval,
  bootstrapMean,
  bootstrapMeanDifference,
} from './bootstrap.ts';
export { type SignedRank, wilcoxonSignedRank } from './wilcoxon.ts';
export { type Bin, type HistogramJson, ScoreHistogram } from './score-histogram.ts';
export {
  type Bounded,
  type ClassCounts,
  countsOf,
  histogramAuroc,
  histogramAveragePrecision,
  histogramDiceCurve,
  histogramOracleDice,
  histogramPrecisionRecallCurve,
  histogramRocCurve,
} from './histogram-metrics.ts';
export { type ExactRanking, type ReplayOptions, type ScoreBatch, exactByReplay } from './exact-replay.ts';
export { PROTOCOLS, type ProtocolCase, type ProtocolName, meanOf } from './protocols/protocol.ts';
export { type NativeCase, nativeCase } from './protocols/native.ts';
export { type BerdiffSlice, berdiffSlices } from './protocols/berdiff.ts';
export {
  type PddpmVolume,
  bisectedDice,
  healthyThreshold,
  pddpmMap,
  pddpmSliceScores,
  pddpmVolume,
} from './protocols/pddpm.ts';
export { type MedianomalyPixels, medianomalyPixels, medianomalySlices } from './protocols/medianomaly.ts';
