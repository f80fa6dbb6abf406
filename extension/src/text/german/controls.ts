import type { controls as english } from '../english/controls.ts';

export const controls: typeof english = {
  title: 'An gesunden Kontrollen kalibrieren',
  explain:
    'Markieren Sie Serien ohne jeden Befund. Die Schwellen gelten dann für Bilder desselben Geräts und Protokolls. Eine Serie zählt, sobald sie mit beiden Verfahren gerechnet und in dieser Sitzung geöffnet wurde.',
  listed: 'Serien, die markiert werden können',
  empty: 'Keine Serie dieser Studie kann markiert werden.',
  notRun: 'noch nicht gerechnet und geöffnet',
  usable_one: '{{count}} Schicht bereit',
  usable_other: '{{count}} Schichten bereit',
  partly_one: '{{count}} Schicht bereit; die Serie ist nicht ganz gerechnet',
  partly_other: '{{count}} Schichten bereit; die Serie ist nicht ganz gerechnet',
  calibrate: 'Kalibrieren',
  calibrateHint:
    'Schwellen und Tabellen aus den Anomaliekarten der markierten Serien; es wird nichts neu gerechnet',
  cancel: 'Abbrechen',
  save: 'Kalibrierungsdatei sichern',
  progress: 'Kalibrierung: {{percent}} %',
  cancelled: 'Abgebrochen; nichts wurde geändert.',
  done: 'Kalibriert. Serien: {{cases}}; Schichten: {{slices}}; Hirnpixel: {{pixels}}.',
  few: 'Wenige Kontrollen ergeben grobe Schwellen: Nehmen Sie mindestens {{cases}} Serien und {{pixels}} Hirnpixel.',
  none: 'Markieren Sie mindestens eine Serie als gesunde Kontrolle.',
  missing:
    '„{{name}}“ hat keine Schicht mit Ergebnissen beider Verfahren. Rechnen und öffnen Sie die Serie und kalibrieren Sie erneut.',
  seeds:
    'Die markierten Serien wurden mit verschiedenen Seeds gerechnet. Rechnen Sie sie mit einem Seed und kalibrieren Sie erneut.',
  busy: 'Warten Sie, bis die Berechnung beendet ist, und kalibrieren Sie dann erneut.',
  changed: 'Die Ergebnisse einer markierten Serie haben sich inzwischen geändert. Kalibrieren Sie erneut.',
  failed: 'Die Kalibrierung ist fehlgeschlagen.',
};
