import type { exports as english } from '../english/export.ts';

export const exports: typeof english = {
  title: 'DICOM-Export',
  heading: 'Export der angezeigten Ergebnisse',
  kind: 'Art des Exports',
  layer: 'Zu exportierende Ebene',
  'kind-seg': 'Segmentierung (SEG)',
  'kind-seg-combined': 'Segmentierung, alle Ebenen in einer',
  'kind-labelmap': 'Segmentierung als Label Map',
  'kind-pmap': 'Anomaliekarte (Parametric Map)',
  'kind-sr': 'Messwerte (strukturierter Bericht)',
  'kind-key-images': 'Schlüsselbilder (Secondary Capture)',
  'hint-seg': 'Lässt sich in den meisten Viewern öffnen.',
  'hint-seg-combined': 'Ein Segment je Ebene; Segmente dürfen sich überlappen.',
  'hint-labelmap':
    'Viele Empfänger lehnen Label Maps ab. Nur wählen, wenn das Zielsystem sie sicher annimmt, sonst die Segmentierung.',
  'hint-pmap': 'Alle Werte der Karte, bei kalibrierten Gewichten mit z-Werten.',
  'hint-sr': 'Volumen, Maximum und Mittelwert jeder Kandidatenregion, mit einer Segmentierung der Regionen.',
  'hint-key-images':
    'Je Kandidatenregion die Schicht mit dem höchsten Wert, umrandet. Text und Umrandung sind eingebrannt.',
  download: 'Herunterladen',
  store: 'An Server senden',
  storeTitle: 'An den Server dieser Studie senden, danach zurücklesen und vergleichen',
  cancel: 'Export abbrechen',
  collecting: 'Ebenen werden gelesen …',
  writing: 'Wird geschrieben und mit den Quellbildern verglichen …',
  storing: 'Senden: {{index}} von {{total}} …',
  saved_one: 'Gespeichert als {{names}}, mit den Quellbildern verglichen: {{count}} Element.',
  saved_other: 'Gespeichert als {{names}}, mit den Quellbildern verglichen: {{count}} Elemente.',
  stored_one:
    'Gesendet, zurückgelesen und identisch: {{count}} Element. In der Serienliste erscheint es beim nächsten Öffnen der Studie.',
  stored_other:
    'Gesendet, zurückgelesen und identisch: {{count}} Elemente. In der Serienliste erscheinen sie beim nächsten Öffnen der Studie.',
  cancelled: 'Der Export wurde abgebrochen. Was der Server schon angenommen hatte, bleibt dort.',
  noSeries: 'Es gibt keine Serie, aus der exportiert werden kann.',
  noSource: 'Es gibt keine Datenquelle.',
  failed: 'Der Export ist fehlgeschlagen.',
  section: 'Export',
  noResults: 'Es gibt keine Ergebnisse von {{name}} zum Exportieren.',
  imageMissing: 'Ein Bild der Serie fehlt.',
  stopped: 'Der Export brach ab, vielleicht aus Speichermangel. Exportieren Sie weniger auf einmal.',
  unexpected: 'Der Export-Worker gab eine unerwartete Antwort.',
  otherObject:
    'Der Server gab ein anderes Objekt zurück, als ihm gesendet wurde: Verlassen Sie sich nicht darauf, und sagen Sie es seinen Betreibern.',
  takesNothing: 'Die Quelle dieser Studie nimmt keine neuen Objekte an: Laden Sie die Datei herunter',
  notReadBack:
    'Die Quelle dieser Studie lässt sich nicht zum Vergleich zurücklesen: Laden Sie die Datei herunter',
  notTaken: 'Der Server hat das Objekt nicht angenommen: Vermutlich ist nichts gespeichert.',
  notGiven:
    'Der Server hat das Objekt angenommen, aber nicht zurückgegeben: Verlassen Sie sich nicht darauf.',
  gaveNothing:
    'Der Server hat das Objekt angenommen, aber nichts zurückgegeben: Verlassen Sie sich nicht darauf.',
};
