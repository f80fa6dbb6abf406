import type { panel as english } from '../english/panel.ts';

export const panel: typeof english = {
  title: 'Anomalie-Review',
  tab: 'Anomalie',
  researchUse: 'Nur für die Forschung. Nicht zur Diagnose.',
  researchShort: 'Nur für die Forschung',
  consensus: 'Konsens',
  onlyEnglish: 'Meldung des Programms, nur auf Englisch: {{sentence}}',
  layerLabel: '{{name}} (nur für die Forschung)',
  segmentLabel: 'Anomaliekandidaten',
  oneSeries: 'Eine Serie',
  protocol: 'Eine Serie in ihrer mittleren Schicht',
  backendIdle: 'Backend noch nicht gestartet',
  close: 'Schließen',
};
