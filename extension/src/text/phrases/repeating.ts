import type { Phrase } from './phrase.ts';

/** Of src/reproduction and the records that it reads. */
export const repeating: readonly Phrase[] = [
  [
    'The object does not record {{0}}, so the run cannot be repeated from it. It was written by other software or an older version.',
    'Das Objekt hält {{0}} nicht fest, sodass die Berechnung damit nicht wiederholt werden kann. Es stammt aus anderer Software oder einer älteren Version.',
  ],
  ['the method', 'das Verfahren'],
  ['which slices were run', 'die gerechneten Schichten'],
  [
    'The object was made from {{0}} slices, the series at hand has {{1}}. Give the whole series.',
    'Das Objekt wurde aus {{0}} Schichten gemacht, die vorliegende Serie hat {{1}}. Geben Sie die ganze Serie an.',
  ],
  [
    'The object was made with the weights {{0}} (SHA-256 {{1}}...), which are not at hand, so it cannot be repeated.{{2}}',
    'Das Objekt wurde mit den Gewichten {{0}} (SHA-256 {{1}}...) gemacht, die nicht vorliegen; es kann deshalb nicht wiederholt werden.{{2}}',
  ],
  [' At hand: {{0}} (SHA-256 {{1}}...).', ' Vorhanden: {{0}} (SHA-256 {{1}}...).'],
  [
    'The object describes no segment, so there is nothing to repeat.',
    'Das Objekt beschreibt kein Segment, also gibt es nichts zu wiederholen.',
  ],
  [
    'A person changed the masks after the run; their changes show as differences.',
    'Eine Person hat die Masken nach der Berechnung geändert; ihre Änderungen erscheinen als Unterschiede.',
  ],
  [
    'The object was computed on {{0}}, this run on {{1}}; voxels at the threshold may differ between back-ends.',
    'Das Objekt wurde mit {{0}} gerechnet, diese Berechnung mit {{1}}; Voxel an der Schwelle können zwischen Backends abweichen.',
  ],
  [
    'The object does not record which slices were run; all were run here.',
    'Das Objekt hält nicht fest, welche Schichten gerechnet wurden; hier wurden alle gerechnet.',
  ],
  ['There is no healthy brain pixel to calibrate with.', 'Es gibt kein gesundes Hirnpixel zum Kalibrieren.'],
];
