/** Runs over several seeds of the noise. */
export const uncertainty = {
  title: 'Uncertainty',
  explain: 'Runs the slices with results again with other random numbers: what changes is due to chance.',
  seeds: 'Seeds',
  run: 'Run seeds',
  cancel: 'Cancel',
  needsResults: 'Run a method first.',
  progress: '{{done}} of {{total}} results, about {{seconds}} s left',
  starting: 'First result on its way',
  known: 'Variation over {{count}} seeds; stability stands in the list of regions.',
  cancelled: 'Cancelled; {{count}} whole seeds are kept.',
  show: 'Variation map',
  showNone: 'not shown',
  legend:
    'Standard deviation of the map over the seeds, in its own unit and in standard deviations of healthy brain (SD). Drag the colour bar to set the window.',
  variation: 'Variation',
  variationOf: 'Variation of {{name}}',
  over: 'standard deviation over {{count}} seeds ({{first}}\u2013{{last}})',
  notHere: 'No seeds were run on this slice',
  healthySds: '{{z}} healthy SD',
  stopped: 'The run over the seeds stopped: try again, or reload the page.',
  tooMuch: 'That many seeds of this series need more than 512 MB: choose fewer seeds, or run fewer slices.',
};
