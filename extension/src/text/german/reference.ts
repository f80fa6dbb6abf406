import type { reference as english } from '../english/reference.ts';

export const reference: typeof english = {
  title: 'Vergleich mit einer Referenz',
  choose: 'Referenzsegmentierung',
  none: 'keine Referenz',
  segment: 'Segment der Referenz',
  allSegments: 'alle Segmente zusammen',
  loading: 'Die Segmentierung wird gelesen',
  doesNotFit: 'Die Segmentierung kann nicht als Referenz dienen.',
  unreadable: 'Sie war nicht lesbar.',
  noBytes: 'Die Quelle dieser Studie gibt die Datei nicht heraus.',
  layer: 'Ebene',
  dice: 'Dice',
  sensitivity: 'Sens.',
  falsePositive: 'FP ml',
  slices_one: 'Ebenen wie gezeigt, samt Bearbeitung und Verwerfung, auf 1 Schicht mit Ergebnis.',
  slices_other: 'Ebenen wie gezeigt, samt Bearbeitung und Verwerfung, auf {{count}} Schichten mit Ergebnis.',
  notRun: 'Für den Vergleich zuerst ein Verfahren laufen lassen.',
};
