import type { uncertainty as english } from '../english/uncertainty.ts';

export const uncertainty: typeof english = {
  title: 'Unsicherheit',
  explain: 'Rechnet die Schichten mit Ergebnis mit anderen Zufallszahlen neu: was sich ändert, ist Zufall.',
  seeds: 'Seeds',
  run: 'Seeds rechnen',
  cancel: 'Abbrechen',
  needsResults: 'Zuerst ein Verfahren laufen lassen.',
  progress: '{{done}} von {{total}} Ergebnissen, noch etwa {{seconds}} s',
  starting: 'Erstes Ergebnis unterwegs',
  known: 'Streuung über {{count}} Seeds; die Stabilität steht in der Liste der Regionen.',
  cancelled: 'Abgebrochen; {{count}} ganze Seeds bleiben erhalten.',
  show: 'Streuungskarte',
  showNone: 'nicht gezeigt',
  legend:
    'Standardabweichung der Karte über die Seeds, in ihrer Einheit und in Standardabweichungen gesunden Hirns (SD). Fenster: am Farbbalken ziehen.',
  variation: 'Streuung',
  variationOf: 'Streuung von {{name}}',
  over: 'Standardabweichung über {{count}} Seeds ({{first}}\u2013{{last}})',
  notHere: 'Für diese Schicht liegen keine Seeds vor',
  healthySds: '{{z}} SD gesunden Hirns',
  stopped: 'Der Lauf über die Seeds brach ab: erneut versuchen oder die Seite neu laden.',
  tooMuch:
    'So viele Seeds dieser Serie brauchen mehr als 512 MB: weniger Seeds wählen oder weniger Schichten rechnen.',
};
