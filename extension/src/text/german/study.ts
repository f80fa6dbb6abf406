import type { study as english } from '../english/study.ts';

export const study: typeof english = {
  title: 'Serien der Studie',
  run: 'Studie rechnen',
  runHint: 'Jede Serie rechnen, deren Kopfdaten die Sequenz des Modells nennen',
  cancel: 'Studie abbrechen',
  none: 'Keine Serie dieser Studie kann gerechnet werden.',
  eligible: 'kann gerechnet werden',
  unsure: 'bleibt Ihnen überlassen',
  refused: 'wird nicht gerechnet',
  waiting: 'wartet',
  running: '{{done}} von {{total}}',
  runningLeft: '{{done}} von {{total}}, noch etwa {{seconds}} s',
  done: 'fertig, {{results}} Ergebnisse',
  stopped: 'angehalten; was fertig war, bleibt',
  slices_one: '{{count}} Schicht',
  slices_other: '{{count}} Schichten',
  shown: 'gezeigt',
  auto: 'Beim Öffnen rechnen',
  autoHint: 'Rechnet die Serie, sobald sie gezeigt wird und zum Modell passt; in diesem Browser gemerkt',
};
