/** Said to people who listen to the screen instead of looking at it. */
export const announce = {
  started: 'Run started, {{total}} results to come',
  progress: '{{done}} of {{total}} results',
  region: '{{name}}, {{layer}}, {{volume}} ml',
  accepted: '{{name}} accepted',
  rejected: '{{name}} rejected',
  open: '{{name}} open again',
  mapOn: 'Heat map of {{name}}',
  mapOff: 'Heat map off',
  compareOn: 'Compared side by side',
  compareOff: 'Comparison closed',
  layers: 'Shown: {{names}}',
  noLayers: 'No layer shown',
  threshold: 'Threshold {{share}}',
};
