import type { uncertainty as english } from '../english/uncertainty.ts';

export const uncertainty: typeof english = {
  title: 'Unsicherheit',
  explain: 'Rechnet die Schichten mit Ergebnis mit anderen Zufallszahlen neu: was sich ändert, ist Zufall.',
  seeds: 'Startwerte',
  run: 'Startwerte rechnen',
  cancel: 'Abbrechen',
  needsResults: 'Zuerst eine Methode laufen lassen.',
  progress: '{{done}} von {{total}} Ergebnissen, noch etwa {{seconds}} s',
  starting: 'Erstes Ergebnis unterwegs',
  known: 'Streuung über {{count}} Startwerte; die Stabilität steht in der Liste der Bereiche.',
  cancelled: 'Abgebrochen; {{count}} ganze Startwerte bleiben erhalten.',
  show: 'Streuungskarte',
  showNone: 'nicht gezeigt',
  legend:
    'Standardabweichung der Karte über die Startwerte, in ihrer Einheit und in Standardabweichungen gesunden Hirns (SD). Fenster: am Farbbalken ziehen.',
  variation: 'Streuung',
  variationOf: 'Streuung von {{name}}',
  over: 'Standardabweichung über {{count}} Startwerte ({{first}}\u2013{{last}})',
  notHere: 'Für diese Schicht liegen keine Startwerte vor',
  healthySds: '{{z}} SD gesunden Hirns',
  stopped: 'Der Lauf über die Startwerte brach ab: erneut versuchen oder die Seite neu laden.',
  tooMuch:
    'So viele Startwerte dieser Serie brauchen mehr als 512 MB: weniger Startwerte wählen oder weniger Schichten rechnen.',
};
