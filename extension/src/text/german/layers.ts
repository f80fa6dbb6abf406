import type { layers as english } from '../english/layers.ts';

export const layers: typeof english = {
  title: 'Ebenen',
  methodsAndRun: 'Verfahren und Berechnung',
  of: 'Ebene von {{name}}',
  toggle: 'Ebene von {{name}} ein- oder ausblenden',
  bothHint: 'Aus den Ergebnissen beider Verfahren, wo eine Schicht beide hat',
  ofBoth: 'aus beiden Verfahren',
  edited_one: 'Auf {{count}} Schicht von Hand bearbeitet: Die Schwelle ändert sie dort nicht.',
  edited_other: 'Auf {{count}} Schichten von Hand bearbeitet: Die Schwelle ändert sie dort nicht.',
  discard: 'Bearbeitung verwerfen',
  run: 'Rechnen',
  runOf: '{{name}} rechnen',
  runHint: 'Wird bei der nächsten Berechnung mitgerechnet',
  stepKeys: 'Tasten {{less}} und {{more}}',
  fill: 'Füllung',
  fillOpacity: 'Deckkraft der Füllung',
};
