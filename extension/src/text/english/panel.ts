/** The panel as a whole, and the names of things in it. */
export const panel = {
  title: 'Anomaly Review',
  tab: 'Anomaly',
  researchUse: 'Research use only. Not for diagnosis.',
  researchShort: 'Research use only',
  consensus: 'Consensus',
  onlyEnglish: '{{sentence}}',
  layerLabel: '{{name}} (research use only)',
  segmentLabel: 'Anomaly candidates',
  oneSeries: 'One series',
  protocol: 'One series at its middle slice',
  backendIdle: 'Back-end not started yet',
  close: 'Close',
};
