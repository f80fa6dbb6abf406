/** Comparison with somebody else's segmentation of the series. */
export const reference = {
  title: 'Compared with a reference',
  choose: 'Reference segmentation',
  none: 'no reference',
  segment: 'Segment of the reference',
  allSegments: 'all segments together',
  loading: 'Reading the segmentation',
  doesNotFit: 'The segmentation cannot be used as the reference.',
  unreadable: 'It could not be read.',
  noBytes: 'The source of this study does not give its file.',
  layer: 'Layer',
  dice: 'Dice',
  sensitivity: 'Sens.',
  falsePositive: 'FP ml',
  slices_one: 'As the layers are now, edits and rejections included, on 1 slice with results.',
  slices_other: 'As the layers are now, edits and rejections included, on {{count}} slices with results.',
  notRun: 'Run a method to compare it with the reference.',
};
