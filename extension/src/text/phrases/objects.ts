import type { Phrase } from './phrase.ts';

/** Of src/dicom: writing, checking and reading DICOM objects. */
export const objects: readonly Phrase[] = [
  [
    'A derived object needs at least one source image.',
    'Ein abgeleitetes Objekt braucht mindestens ein Quellbild.',
  ],
  [
    'The series number of a derived object is a whole number of 0 or more.',
    'Die Seriennummer eines abgeleiteten Objekts ist eine ganze Zahl ab 0.',
  ],
  [
    'The source images have no valid number of rows and columns.',
    'Die Quellbilder haben keine gültige Zahl von Zeilen und Spalten.',
  ],
  [
    'The images of the series differ in matrix size, which a derived DICOM object cannot hold. Save the result as NIfTI instead.',
    'Die Bilder der Serie haben verschiedene Matrixgrößen, was ein abgeleitetes DICOM-Objekt nicht fassen kann. Speichern Sie das Ergebnis als NIfTI.',
  ],
  [
    'The series has no frame of reference, so a result could not be placed on it. Save the result as NIfTI instead.',
    'Die Serie hat kein Bezugssystem, sodass sich ein Ergebnis nicht auf ihr platzieren ließe. Speichern Sie das Ergebnis als NIfTI.',
  ],
  [
    'The images do not share one {{0}}; a derived object refers to a single series.',
    'Die Bilder haben keine gemeinsame {{0}}; ein abgeleitetes Objekt bezieht sich auf eine einzige Serie.',
  ],
  [
    'Each source image needs its own valid SOP Instance UID.',
    'Jedes Quellbild braucht eine eigene gültige SOP Instance UID.',
  ],
  [
    'An image of the series has no valid {{0}}, so no result could refer to it. Retrieve the series again.',
    'Ein Bild der Serie hat keine gültige {{0}}, sodass sich kein Ergebnis darauf beziehen könnte. Rufen Sie die Serie erneut ab.',
  ],
  [
    'The written DICOM {{0}} does not agree with its source images, so it was discarded. Save the result as NIfTI instead, and please report this.',
    'Das geschriebene DICOM-Objekt ({{0}}) stimmt nicht mit seinen Quellbildern überein und wurde verworfen. Speichern Sie das Ergebnis als NIfTI, und melden Sie dies bitte.',
  ],
  ['key image', 'Schlüsselbild'],
  ['structured report', 'strukturierter Befund'],
  ['segmentation', 'Segmentierung'],
  [
    'A number that is not finite cannot be written to a DICOM file.',
    'Eine Zahl, die nicht endlich ist, kann nicht in eine DICOM-Datei geschrieben werden.',
  ],
  [
    'The masks of "{{0}}" do not fit the images of the series.',
    'Die Masken von „{{0}}“ passen nicht zu den Bildern der Serie.',
  ],
  [
    'The anomaly map does not fit the images of the series.',
    'Die Anomaliekarte passt nicht zu den Bildern der Serie.',
  ],
  [
    'The anomaly map holds values that are not finite, so it is not written.',
    'Die Anomaliekarte enthält Werte, die nicht endlich sind, und wird deshalb nicht geschrieben.',
  ],
  [
    'A key image does not fit the images of the series.',
    'Ein Schlüsselbild passt nicht zu den Bildern der Serie.',
  ],
  [
    'There is no candidate region, so there is no key image.',
    'Es gibt keine Kandidatenregion, also auch kein Schlüsselbild.',
  ],
  [
    'There is no candidate region, so there is nothing to report.',
    'Es gibt keine Kandidatenregion, also nichts zu berichten.',
  ],
  [
    'No candidate region lies above the threshold, so there is nothing to write.',
    'Keine Kandidatenregion liegt über der Schwelle, also gibt es nichts zu schreiben.',
  ],
  [
    'No slice was analysed, so there is no anomaly map to write.',
    'Keine Schicht wurde ausgewertet, also gibt es keine Anomaliekarte zu schreiben.',
  ],
  ['A segmentation needs at least one segment.', 'Eine Segmentierung braucht mindestens ein Segment.'],
  [
    'A label map holds at most {{0}} segments. Export a binary segmentation instead.',
    'Eine Label-Map fasst höchstens {{0}} Segmente. Exportieren Sie stattdessen eine binäre Segmentierung.',
  ],
  [
    'The segments overlap, which a label map cannot hold. Export one label map for each method, or a binary segmentation.',
    'Die Segmente überlappen sich, was eine Label-Map nicht fassen kann. Exportieren Sie eine Label-Map je Verfahren oder eine binäre Segmentierung.',
  ],
  [
    'Each region of a report needs a segment and a tracking UID of its own.',
    'Jede Region eines Berichts braucht ein eigenes Segment und eine eigene Tracking-UID.',
  ],
  [
    'A calibration needs a mean and a standard deviation above 0.',
    'Eine Kalibrierung braucht einen Mittelwert und eine Standardabweichung über 0.',
  ],
  [
    'The UID generator gave something that is not a DICOM UID.',
    'Der UID-Generator lieferte etwas, das keine DICOM-UID ist.',
  ],
  ['The earlier object is named without valid UIDs.', 'Das frühere Objekt ist ohne gültige UIDs genannt.'],
  ['The export failed.', 'Der Export ist fehlgeschlagen.'],
  ['There is nothing to compare with.', 'Es gibt nichts zum Vergleichen.'],
];

/** Of objects that are read: a reference, or one to run again. */
export const readObjects: readonly Phrase[] = [
  [
    '{{0}} The segmentation does not belong to this series.',
    '{{0}} Die Segmentierung gehört nicht zu dieser Serie.',
  ],
  ['Frame {{0}} repeats a slice of its segment.', 'Frame {{0}} wiederholt eine Schicht seines Segments.'],
  ['Frame {{0}} belongs to no segment.', 'Frame {{0}} gehört zu keinem Segment.'],
  [
    'Frame {{0}} does not refer to one image of the series.',
    'Frame {{0}} bezieht sich nicht auf genau ein Bild der Serie.',
  ],
  [
    'Frame {{0}} has another matrix than the image it refers to.',
    'Frame {{0}} hat eine andere Matrix als das Bild, auf das er sich bezieht.',
  ],
  [
    'Frame {{0}} does not refer to one image of the series, or repeats one. The map does not belong to this series.',
    'Frame {{0}} bezieht sich nicht auf genau ein Bild der Serie oder wiederholt eines. Die Karte gehört nicht zu dieser Serie.',
  ],
  [
    'The object is not in Explicit VR Little Endian, the only form that is checked here. Convert it first.',
    'Das Objekt liegt nicht in Explicit VR Little Endian vor, der einzigen Form, die hier geprüft wird. Wandeln Sie es zuerst um.',
  ],
  ['The file is not a readable DICOM object.', 'Die Datei ist kein lesbares DICOM-Objekt.'],
  ['The file is not a usable result object: {{0}}.', 'Die Datei ist kein brauchbares Ergebnisobjekt: {{0}}.'],
  ['its size is impossible', 'ihre Größe ist unmöglich'],
  ['it has no rows and columns', 'sie hat keine Zeilen und Spalten'],
  ['it has no usable list of frames', 'sie hat keine brauchbare Liste von Frames'],
  ['its pixel data are missing or cut short', 'ihre Pixeldaten fehlen oder sind abgeschnitten'],
  [
    'its pixel data have another length than its frames of one byte a pixel',
    'ihre Pixeldaten haben eine andere Länge als ihre Frames mit einem Byte je Pixel',
  ],
  ['its pixel data are shorter than its frames', 'ihre Pixeldaten sind kürzer als ihre Frames'],
  [
    'its float pixel data are missing or cut short',
    'ihre Gleitkomma-Pixeldaten fehlen oder sind abgeschnitten',
  ],
  [
    'its float pixel data have another length than its frames',
    'ihre Gleitkomma-Pixeldaten haben eine andere Länge als ihre Frames',
  ],
];
