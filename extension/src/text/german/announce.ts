import type { announce as english } from '../english/announce.ts';

export const announce: typeof english = {
  started: 'Lauf begonnen, {{total}} Ergebnisse stehen aus',
  progress: '{{done}} von {{total}} Ergebnissen',
  region: '{{name}}, {{layer}}, {{volume}} ml',
  accepted: '{{name}} angenommen',
  rejected: '{{name}} verworfen',
  open: '{{name}} wieder offen',
  mapOn: 'Anomaliekarte von {{name}}',
  mapOff: 'Anomaliekarte aus',
  compareOn: 'Nebeneinander verglichen',
  compareOff: 'Vergleich geschlossen',
  layers: 'Gezeigt: {{names}}',
  noLayers: 'Keine Ebene gezeigt',
  threshold: 'Schwelle {{share}}',
};
