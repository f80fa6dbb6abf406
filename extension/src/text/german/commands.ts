import type { commands as english } from '../english/commands.ts';

export const commands: typeof english = {
  runSlice: 'Schicht rechnen',
  runSliceTip: 'Anomalien auf dieser Schicht suchen (d)',
  compare: 'Vergleichen',
  compareTip: 'Ebenen nebeneinander vergleichen (m)',
  keyRunSlice: 'Anomalie: Schicht rechnen',
  keyLayer: 'Anomalie: Ebene von {{name}}',
  keyCompare: 'Anomalie: nebeneinander vergleichen',
  keyMap: 'Anomalie: Heatmap',
  keyNextMap: 'Anomalie: Heatmap der nächsten Ebene',
  keyFainter: 'Anomalie: Heatmap schwächer',
  keyStronger: 'Anomalie: Heatmap stärker',
  keyNext: 'Anomalie: nächste Kandidatenregion',
  keyPrevious: 'Anomalie: vorige Kandidatenregion',
  keyAccept: 'Anomalie: Kandidatenregion annehmen',
  keyReject: 'Anomalie: Kandidatenregion ablehnen',
};
