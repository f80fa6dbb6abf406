/** Buttons of the toolbar, and the keys in the preferences of OHIF. */
export const commands = {
  runSlice: 'Run slice',
  runSliceTip: 'Detect anomalies on this slice (d)',
  compare: 'Compare',
  compareTip: 'Compare the layers side by side (m)',
  keyRunSlice: 'Anomaly: run slice',
  keyLayer: 'Anomaly: layer of {{name}}',
  keyCompare: 'Anomaly: compare side by side',
  keyMap: 'Anomaly: heat map',
  keyNextMap: 'Anomaly: heat map of the next layer',
  keyFainter: 'Anomaly: heat map fainter',
  keyStronger: 'Anomaly: heat map stronger',
  keyNext: 'Anomaly: next candidate region',
  keyPrevious: 'Anomaly: previous candidate region',
  keyAccept: 'Anomaly: accept the candidate region',
  keyReject: 'Anomaly: reject the candidate region',
};
