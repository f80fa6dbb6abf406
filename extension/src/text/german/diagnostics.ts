import type { diagnostics as english } from '../english/diagnostics.ts';

export const diagnostics: typeof english = {
  title: 'Recheneinheit und Fehlersuche',
  used: 'in Gebrauch',
  trying:
    'Die Recheneinheiten dieses Rechners werden zum ersten Mal erprobt; die Wahl gilt ab dem nächsten Öffnen.',
  copy: 'Systembericht kopieren',
  copied: 'Kopiert. Der Bericht nennt diesen Rechner, den Browser und die Gewichte, aber keinen Patienten.',
  notCopied: 'Der Browser erlaubt das Kopieren nicht; bitte den Text unten markieren.',
  again: 'Neu messen',
  measuring: 'Messung läuft …',
  measured: 'Gemessen und gespeichert; gilt ab dem nächsten Öffnen des Viewers.',
  failed: 'Es konnte nichts gemessen werden.',
};
