import type { Phrase } from './phrase.ts';

/** Of src/imaging: admission of a series and its parts. */
export const imaging: readonly Phrase[] = [
  [
    'The series has no images. Choose another series.',
    'Die Serie hat keine Bilder. Wählen Sie eine andere Serie.',
  ],
  [
    'Two images of the series lie at the same position, for example because it holds several time points or contrasts. Split it, or choose another series.',
    'Zwei Bilder der Serie liegen an derselben Stelle, etwa weil sie mehrere Zeitpunkte oder Kontraste enthält. Teilen Sie die Serie, oder wählen Sie eine andere.',
  ],
  [
    'Lacuna reads MR images only; this series is {{0}}.',
    'Lacuna liest nur MR-Bilder; diese Serie ist {{0}}.',
  ],
  ['of modality {{0}}', 'von der Modalität {{0}}'],
  ['without a modality', 'ohne Angabe der Modalität'],
  [
    'The series holds colour images, such as a screenshot or an overlay. Choose the original grey-value series.',
    'Die Serie enthält Farbbilder, etwa ein Bildschirmfoto oder eine Überlagerung. Wählen Sie die ursprüngliche Graustufenserie.',
  ],
  [
    'The series is a localiser (scout). Choose an axial FLAIR series.',
    'Die Serie ist ein Localizer (Scout). Wählen Sie eine axiale FLAIR-Serie.',
  ],
  [
    'The images of the series do not share one frame of reference. Choose a series acquired in one go.',
    'Die Bilder der Serie haben kein gemeinsames Bezugssystem. Wählen Sie eine Serie aus einer einzigen Aufnahme.',
  ],
  [
    'The images of the series are not parallel, as in a localiser or a multi-angle series. Choose a single axial stack.',
    'Die Bilder der Serie sind nicht parallel, wie bei einem Localizer oder einer Serie mit mehreren Winkeln. Wählen Sie einen einzelnen axialen Stapel.',
  ],
  [
    'The slices are unevenly spaced ({{0}} mm as a rule, {{1}} mm at most); slices may be missing.',
    'Die Schichten haben ungleiche Abstände (in der Regel {{0}} mm, höchstens {{1}} mm); vielleicht fehlen Schichten.',
  ],
  [
    'The images of the series differ in matrix size; each is processed on its own grid.',
    'Die Bilder der Serie haben verschiedene Matrixgrößen; jedes wird auf seinem eigenen Gitter gerechnet.',
  ],
  [
    'The two series do not share a frame of reference, so it is not known how they lie to each other. Choose series of one examination, or register them first.',
    'Die zwei Serien haben kein gemeinsames Bezugssystem; ihre Lage zueinander ist nicht bekannt. Wählen Sie Serien einer Untersuchung, oder registrieren Sie sie zuerst.',
  ],
  [
    'The slices of the second series do not make one stack.',
    'Die Schichten der zweiten Serie bilden keinen Stapel.',
  ],
  [
    'Image {{0}} of the series has {{1}}, so nothing could be placed on it. Choose a series with full geometry.',
    'Bild {{0}} der Serie hat {{1}}, sodass nichts darauf platziert werden könnte. Wählen Sie eine Serie mit vollständiger Geometrie.',
  ],
  ['no valid number of rows and columns', 'keine gültige Zahl von Zeilen und Spalten'],
  ['no valid pixel spacing', 'keinen gültigen Pixelabstand'],
  ['no valid position', 'keine gültige Position'],
  ['an impossible position', 'eine unmögliche Position'],
  ['no valid orientation', 'keine gültige Orientierung'],
  ['an orientation that is not a right angle', 'eine Orientierung, die kein rechter Winkel ist'],
  [
    'The images are too small for a brain: {{0}} x {{1}} pixels, {{2}} x {{3}} mm. At least {{4}} pixels and {{5}} mm each way are needed.',
    'Die Bilder sind zu klein für ein Gehirn: {{0}} x {{1}} Pixel, {{2}} x {{3}} mm. In jede Richtung sind mindestens {{4}} Pixel und {{5}} mm nötig.',
  ],
  [
    'The images are stored inverted (MONOCHROME1); their values were turned over within {{0}}..{{1}} before the analysis, and the reconstruction is in the turned-over values.',
    'Die Bilder sind invertiert gespeichert (MONOCHROME1); ihre Werte wurden vor der Auswertung innerhalb von {{0}}..{{1}} umgekehrt, und die Rekonstruktion steht in den umgekehrten Werten.',
  ],
  [
    'The images are {{0}} (tilted {{1}} degrees against the axial plane) and cannot be read as axial slices: {{2}}. Choose an axial or a three-dimensional series.',
    'Die Bilder sind {{0}} (um {{1}} Grad gegen die axiale Ebene gekippt) und können nicht als axiale Schichten gelesen werden: {{2}}. Wählen Sie eine axiale oder eine dreidimensionale Serie.',
  ],
  ['sagittal', 'sagittal'],
  ['coronal', 'koronar'],
  ['oblique', 'schräg'],
  ['there is a single one', 'es gibt nur eines'],
  ['they differ in matrix size', 'ihre Matrixgrößen sind verschieden'],
  ['they lie {{0}} mm apart, more than {{1}} mm', 'sie liegen {{0}} mm auseinander, mehr als {{1}} mm'],
  ['their pixels are larger than {{0}} mm', 'ihre Pixel sind größer als {{0}} mm'],
  [
    'together they are {{0}} mm thick, less than a head',
    'zusammen sind sie {{0}} mm dick, weniger als ein Kopf',
  ],
  ['they are unevenly spaced, or some are missing', 'ihre Abstände sind ungleich, oder es fehlen welche'],
  ['they are shifted sideways against each other', 'sie sind seitlich gegeneinander verschoben'],
  ['Left out: {{0}} marked as localiser.', 'Ausgelassen: {{0}}, als Localizer gekennzeichnet.'],
  [
    'Left out: {{0}} not parallel to the other {{1}}, as a localiser would be.',
    'Ausgelassen: {{0}}, nicht parallel zu den anderen {{1}}, wie bei einem Localizer.',
  ],
  ['1 image', '1 Bild'],
  ['{{0}} images', '{{0}} Bilder'],
];
