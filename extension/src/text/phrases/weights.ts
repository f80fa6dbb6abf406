import type { Phrase } from './phrase.ts';

/** Of src/inference: weights, their manifest, calibration files. */
export const weights: readonly Phrase[] = [
  [
    'The weights file {{0}} has {{1}} bytes instead of {{2}}; it is not complete or not the right file. Install the weights again.',
    'Die Gewichtsdatei {{0}} hat {{1}} statt {{2}} Bytes; sie ist unvollständig oder die falsche. Installieren Sie die Gewichte neu.',
  ],
  [
    'The weights file {{0}} was altered: its SHA-256 is not the one in the manifest. Install the weights again.',
    'Die Gewichtsdatei {{0}} wurde verändert: Ihre SHA-256 ist nicht die des Manifests. Installieren Sie die Gewichte neu.',
  ],
  [
    'The weights cannot be verified on this page because it is not served securely. Open it over https or as 127.0.0.1.',
    'Die Gewichte lassen sich auf dieser Seite nicht prüfen, weil sie nicht sicher ausgeliefert wird. Öffnen Sie sie über https oder als 127.0.0.1.',
  ],
  [
    'The weights were made for a newer version of Lacuna ({{0}}; this one reads {{1}}). Update Lacuna.',
    'Die Gewichte wurden für eine neuere Version von Lacuna gemacht ({{0}}; diese liest {{1}}). Aktualisieren Sie Lacuna.',
  ],
  [
    'The description of the weights is not valid: {{0}} must {{1}}. Install the weights again.',
    'Die Beschreibung der Gewichte ist ungültig: {{0}} muss {{1}}. Installieren Sie die Gewichte neu.',
  ],
  [
    'The description of the weights is not valid: {{0}}. Install the weights again.',
    'Die Beschreibung der Gewichte ist ungültig: {{0}}. Installieren Sie die Gewichte neu.',
  ],
  [
    'The self-test.json of the weights {{0}}. Install the weights again.',
    'Die Datei self-test.json der Gewichte {{0}}. Installieren Sie die Gewichte neu.',
  ],
  ['is damaged', 'ist beschädigt'],
  ['belongs to other weights', 'gehört zu anderen Gewichten'],
  [
    'The {{0}} of the weights is not JSON. Install the weights again.',
    'Die Datei {{0}} der Gewichte ist kein JSON. Installieren Sie die Gewichte neu.',
  ],
  [
    'The calibration file was made for other weights ({{0}}, {{1}}) than those in use ({{2}}, {{3}}). Calibrate again with these weights.',
    'Die Kalibrierungsdatei wurde für andere Gewichte gemacht ({{0}}, {{1}}) als die geladenen ({{2}}, {{3}}). Kalibrieren Sie mit diesen Gewichten neu.',
  ],
  [
    'The calibration file is not valid: {{0}} must {{1}}. Write it again with "lacuna calibrate".',
    'Die Kalibrierungsdatei ist ungültig: {{0}} muss {{1}}. Schreiben Sie sie neu mit „lacuna calibrate“.',
  ],
  [
    'The calibration file is not valid: {{0}}. Write it again with "lacuna calibrate".',
    'Die Kalibrierungsdatei ist ungültig: {{0}}. Schreiben Sie sie neu mit „lacuna calibrate“.',
  ],
  ['{{0}} is out of range ({{1}})', '{{0}} liegt außerhalb des Bereichs ({{1}})'],
  ['unknown rule', 'unbekannte Regel'],
  [
    'The server does not give a manifest of weights at the configured address.',
    'Der Server liefert unter der eingestellten Adresse kein Manifest von Gewichten.',
  ],
  [
    '{{0}} could not be downloaded ({{1}}). Check the connection and try again.',
    '{{0}} konnte nicht geladen werden ({{1}}). Prüfen Sie die Verbindung und versuchen Sie es erneut.',
  ],
  [
    '{{0}} is not at the configured address (the server answered {{1}}). Install the weights.',
    '{{0}} liegt nicht unter der eingestellten Adresse (der Server antwortete mit {{1}}). Installieren Sie die Gewichte.',
  ],
  ['{{0}}: the download stalled. Try again.', '{{0}}: Das Laden blieb stecken. Versuchen Sie es erneut.'],
  ['The weights file {{0}}', 'Die Gewichtsdatei {{0}}'],
  ['The file {{0}}', 'Die Datei {{0}}'],
];

/** What follows "must" in the two sentences about files above. */
export const rules: readonly Phrase[] = [
  ['be an object', 'ein Objekt sein'],
  ['be a text', 'ein Text sein'],
  ['be a number from {{0}} to {{1}}', 'eine Zahl von {{0}} bis {{1}} sein'],
  ['be a whole number', 'eine ganze Zahl sein'],
  ['be true or false', 'true oder false sein'],
  ['be one of {{0}}', 'eines von {{0}} sein'],
  ['be a list', 'eine Liste sein'],
  ['fall from fpr1 to fpr10', 'von fpr1 bis fpr10 fallen'],
  ['be two numbers, the smaller one first', 'zwei Zahlen sein, die kleinere zuerst'],
  ['be two rising numbers', 'zwei steigende Zahlen sein'],
  ['be a pair of numbers, share and value', 'ein Zahlenpaar sein, Anteil und Wert'],
  [
    'hold pairs of a share, falling, from 1 to 1e-{{0}}, and a map value that does not fall, from 0 to {{1}}',
    'Paare enthalten: ein Anteil, fallend von 1 bis 1e-{{0}}, und ein nicht fallender Kartenwert von 0 bis {{1}}',
  ],
  ['sum to 1', 'in der Summe 1 ergeben'],
  ['be there where a consensus is described', 'da sein, wo ein Konsens beschrieben ist'],
  ['be a plain file name ending in .onnx', 'ein einfacher Dateiname auf .onnx sein'],
  ['be 64 lower-case hexadecimal digits', 'aus 64 kleinen Hexadezimalziffern bestehen'],
  ['be "batch" followed by positive whole numbers', '„batch“ und danach positive ganze Zahlen sein'],
  [
    'be a short name of letters, digits, dots and dashes',
    'ein kurzer Name aus Buchstaben, Ziffern, Punkten und Strichen sein',
  ],
  ['be a version', 'eine Version sein'],
  ['hold exactly {{0}} [{{1}}]', 'genau {{0}} [{{1}}] enthalten'],
  ['hold {{0}} or {{1}}', '{{0}} oder {{1}} enthalten'],
  ['hold {{0}}', '{{0}} enthalten'],
  ['be {{0}}', '{{0}} sein'],
];
