import type { source as english } from '../english/source.ts';

export const source: typeof english = {
  title: 'Gewichte und Seed',
  again: 'Erneut versuchen',
  advanced: 'Erweitert',
  seed: 'Seed',
  same: 'Gleicher Seed, gleiche Bilder, Gewichte und gleiches Backend ergeben gleiche Karten.',
  otherSeed: 'Die gezeigten Ergebnisse wurden mit Seed {{seed}} gerechnet.',
  sequence: 'Sequenz',
  trainedOn: 'Trainiert mit',
  notes: 'Zum Training',
  thresholdsFrom: 'Schwellen aus',
  limits: 'Grenzen dieser Gewichte',
  know: 'Die Gewichte kennen axiale {{sequence}}-Bilder des Gehirns. Andere Sequenzen, andere Organe, Artefakte und Operationen ergeben irreführende Karten; eine Karte ohne Regionen bedeutet kein gesundes Gehirn.',
  idle: 'Gewichte: noch nicht geladen',
  loading: 'Gewichte werden geladen',
  loadingMb: 'Gewichte werden geladen: {{loaded}} von {{total}} MB',
  restarting: 'Neustart: {{reason}}',
  ready: 'Gewichte {{id}} {{version}}, {{hash}}',
  noStart: 'Die Verfahren konnten nicht gestartet werden: Laden Sie die Seite neu.',
};
