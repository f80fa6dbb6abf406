/** Whose thresholds are in use. */
export const calibration = {
  title: 'Calibration',
  of: 'Thresholds from: {{cohort}}',
  weights: 'weights',
  cohort: '{{cohort}} ({{cases}} cases, {{slices}} slices; file {{file}})',
  choose: 'Calibration file of your scanner: choose it, or drop it here',
  madeBy: 'Made by: lacuna calibrate',
  remove: 'Use the weights’ own',
  tooLarge: 'The calibration file is larger than 1 MiB. Write it again with "lacuna calibrate".',
  notJson: 'The calibration file is not JSON. Write it again with "lacuna calibrate".',
  unreadable: 'The calibration file could not be read.',
};
