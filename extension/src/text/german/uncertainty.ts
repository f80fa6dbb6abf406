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
  legend: 'Standardabweichung der Karte: 0 bis {{high}} (am hellsten, in dieser Schicht), {{name}}',
  stopped: 'Der Lauf über die Startwerte brach ab: erneut versuchen oder die Seite neu laden.',
  tooMuch:
    'So viele Startwerte dieser Serie brauchen mehr als 512 MB: weniger Startwerte wählen oder weniger Schichten rechnen.',
};
