/** Switches of the layers and their fill. */
export const layers = {
  title: 'Layers',
  methodsAndRun: 'Methods and run',
  of: 'Layer of {{name}}',
  toggle: 'Show or hide the layer of {{name}}',
  bothHint: 'Made of the results of both methods, where a slice has both',
  ofBoth: 'of both methods',
  edited_one: 'Edited by hand on {{count}} slice: the threshold does not change it there.',
  edited_other: 'Edited by hand on {{count}} slices: the threshold does not change it there.',
  discard: 'Discard the edits',
  run: 'Run',
  runOf: 'Run {{name}}',
  runHint: 'Taken along in the next run',
  stepKeys: 'Keys {{less}} and {{more}}',
  fill: 'Fill',
  fillOpacity: 'Opacity of the fill',
};
