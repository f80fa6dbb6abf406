import type { run as english } from '../english/run.ts';

export const run: typeof english = {
  otherStack:
    'Das gezeigte Bild gehört nicht zum ausgewerteten Stapel: Bitte zu einem Bild des Stapels blättern.',
  wholeOnly: 'Eine reformatierte Serie wird als Ganzes ausgewertet.',
  found_one: '{{count}} davon war aus einem früheren Lauf bekannt',
  found_other: '{{count}} davon waren aus früheren Läufen bekannt',
  keepTitle: 'Ergebnisse auf diesem Computer',
  keep: 'Ergebnisse auf diesem Computer aufbewahren',
  keepMeaning:
    'Aufbewahrt werden Anomaliekarten und Hirnmasken, ohne Namen, Nummern oder Bilder des Patienten, nur in diesem Browser auf diesem Computer. Dieselben Bilder zeigen ihre Karten dann bei einem späteren Besuch sofort. Ausschalten entfernt sie.',
  kept_one: '{{count}} Ergebnis, {{mb}} MB',
  kept_other: '{{count}} Ergebnisse, {{mb}} MB',
  clearKept: 'Leeren',
  slice: 'Schicht rechnen',
  sliceHint: 'Die gezeigte Schicht rechnen',
  series: 'Serie rechnen',
  seriesHint: 'Alle Schichten rechnen, die gezeigte zuerst',
  cancel: 'Abbrechen',
  cancelHint: 'Anhalten; fertige Ergebnisse bleiben',
  notKept: 'Ergebnisse können nicht aufgehoben werden.',
};
