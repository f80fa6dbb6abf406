/** The two scales of the thresholds. */
export const thresholds = {
  shareTitle: 'Threshold: share of healthy pixels above it',
  valueTitle: 'Threshold: value of the anomaly map',
  scale: 'Scale of the thresholds',
  byShare: 'healthy share',
  byValue: 'map value',
  valueOf: 'Threshold of {{name}} as a value of its map',
  percentile: 'P{{value}}',
};
