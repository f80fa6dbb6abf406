/** Running the methods: the queue and what is kept of it. */
export const run = {
  otherStack: 'The shown image is not of the stack that is run: scroll to one that is.',
  wholeOnly: 'A reformatted series is run as a whole.',
  found_one: '{{count}} of them was known from an earlier run',
  found_other: '{{count}} of them were known from earlier runs',
  keepTitle: 'Results on this computer',
  keep: 'Keep results on this computer',
  keepMeaning:
    'Kept are anomaly maps and brain masks, without names, numbers or images of the patient, in this browser on this computer only. The same images then show their maps at once in a later visit. Turning this off removes them.',
  kept_one: '{{count}} result, {{mb}} MB',
  kept_other: '{{count}} results, {{mb}} MB',
  clearKept: 'Clear',
  slice: 'Run slice',
  sliceHint: 'Run on the slice in view',
  series: 'Run series',
  seriesHint: 'Run on all slices, the one in view first',
  cancel: 'Cancel',
  cancelHint: 'Stop; results that are ready stay',
  notKept: 'Results cannot be kept.',
};
