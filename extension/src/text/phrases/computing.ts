import type { Phrase } from './phrase.ts';

/** Of src/inference: the engine, its worker and its back-ends. */
export const computing: readonly Phrase[] = [
  [
    'Image {{0}} of the series has missing or impossible pixel values. Retrieve the series again.',
    'Bild {{0}} der Serie hat fehlende oder unmögliche Pixelwerte. Rufen Sie die Serie erneut ab.',
  ],
  [
    'Every pixel of the series has the same value; there is nothing to analyse.',
    'Alle Pixel der Serie haben denselben Wert; es gibt nichts auszuwerten.',
  ],
  [
    'No brain was recognised in the series. The models know axial FLAIR images of the head; choose such a series.',
    'In der Serie wurde kein Gehirn erkannt. Die Modelle kennen axiale FLAIR-Bilder des Kopfes; wählen Sie eine solche Serie.',
  ],
  [
    'A slice could not be read: reload the study and try again.',
    'Eine Schicht konnte nicht gelesen werden: Laden Sie die Studie neu, und versuchen Sie es erneut.',
  ],
  ['The series has no slice {{0}}.', 'Die Serie hat keine Schicht {{0}}.'],
  [
    'The series was closed while it was being read.',
    'Die Serie wurde geschlossen, während sie gelesen wurde.',
  ],
  [
    'The series is not open; open it before running.',
    'Die Serie ist nicht geöffnet; öffnen Sie sie vor der Berechnung.',
  ],
  ['The run was cancelled; nothing was changed.', 'Die Berechnung wurde abgebrochen; nichts wurde geändert.'],
  ['The engine was closed; open it again.', 'Die Berechnung wurde geschlossen; öffnen Sie sie erneut.'],
  ['The model {{0}} needs the input {{1}}.', 'Das Modell {{0}} braucht die Eingabe {{1}}.'],
  [
    'The model {{0}} gave {{1}}; the result was discarded. Try the other back-end, or install the weights again.',
    'Das Modell {{0}} lieferte {{1}}; das Ergebnis wurde verworfen. Versuchen Sie das andere Backend, oder installieren Sie die Gewichte neu.',
  ],
  ['an output of the wrong size', 'eine Ausgabe von falscher Größe'],
  ['values that are not numbers', 'Werte, die keine Zahlen sind'],
  ['probabilities outside 0 to 1', 'Wahrscheinlichkeiten außerhalb von 0 bis 1'],
  ['The model {{0}} gave no {{1}}.', 'Das Modell {{0}} lieferte kein {{1}}.'],
  [
    'The input {{0}} belongs to another runtime.',
    'Die Eingabe {{0}} gehört zu einer anderen Laufzeitumgebung.',
  ],
  ['the back-end keeps no tensors', 'das Backend behält keine Tensoren'],
  ['The output {{0}} is not float32.', 'Die Ausgabe {{0}} ist nicht float32.'],
  [
    'The reconstruction of this result was not kept; run it again.',
    'Die Rekonstruktion dieses Ergebnisses wurde nicht aufgehoben; rechnen Sie sie neu.',
  ],
  [
    'A model did not answer in time. Reload the page, or choose the CPU back-end.',
    'Ein Modell antwortete nicht rechtzeitig. Laden Sie die Seite neu, oder wählen Sie das CPU-Backend.',
  ],
  ['The computation stopped unexpectedly ({{0}}).', 'Die Berechnung endete unerwartet ({{0}}).'],
  [
    'The computer has too little free memory for the detectors. Close other tabs and programs and try again.',
    'Der Computer hat zu wenig freien Speicher für die Detektoren. Schließen Sie andere Tabs und Programme und versuchen Sie es erneut.',
  ],
  ['The inference worker did not start.', 'Der Rechen-Worker ist nicht gestartet.'],
  ['The inference worker did not answer in time.', 'Der Rechen-Worker antwortete nicht rechtzeitig.'],
  ['The inference worker was not started.', 'Der Rechen-Worker wurde nicht gestartet.'],
  ['The inference worker crashed ({{0}}).', 'Der Rechen-Worker ist abgestürzt ({{0}}).'],
  [
    'The browser did not start the inference worker ({{0}}).',
    'Der Browser hat den Rechen-Worker nicht gestartet ({{0}}).',
  ],
  ['no reason was given', 'ohne Angabe eines Grundes'],
  ['no description was given', 'ohne Beschreibung'],
  [
    'This browser does not let the page keep results.',
    'Dieser Browser lässt die Seite keine Ergebnisse aufheben.',
  ],
  [
    'The seed must be a whole number from 0 to 4294967295.',
    'Der Seed muss eine ganze Zahl von 0 bis 4294967295 sein.',
  ],
  ['There is no method {{0}}; choose {{1}}.', 'Es gibt kein Verfahren {{0}}; wählen Sie {{1}}.'],
  [
    'The batch size must be a whole number from 1 to {{0}}.',
    'Die Stapelgröße muss eine ganze Zahl von 1 bis {{0}} sein.',
  ],
  ['Latent Bernoulli diffusion', 'Latent Bernoulli diffusion'],
];

/** What computes, and why it is not another one. */
export const backends: readonly Phrase[] = [
  ['The graphics device was lost ({{0}}).', 'Das Grafikgerät ging verloren ({{0}}).'],
  [
    'This graphics device computes the model {{0}} differently from the CPU, so it cannot be used.',
    'Dieses Grafikgerät rechnet das Modell {{0}} anders als die CPU und kann deshalb nicht verwendet werden.',
  ],
  [
    'WebGPU was demanded, but {{0}}. Choose the automatic back-end.',
    'WebGPU wurde verlangt, aber {{0}}. Wählen Sie das automatische Backend.',
  ],
  [
    'the only WebGPU adapter ({{0}}) is a software one, which is slower than WebAssembly',
    'der einzige WebGPU-Adapter ({{0}}) rechnet in Software, was langsamer ist als WebAssembly',
  ],
  ['onnxruntime-web could not be loaded.', 'onnxruntime-web konnte nicht geladen werden.'],
  [
    'The runtime could not open {{0}} on this back-end.',
    'Die Laufzeitumgebung konnte {{0}} auf diesem Backend nicht öffnen.',
  ],
  ['this browser does not offer WebGPU', 'dieser Browser bietet kein WebGPU'],
  ['no graphics adapter is available to WebGPU', 'WebGPU findet keinen Grafikadapter'],
  ['WebGPU could not be started ({{0}})', 'WebGPU konnte nicht gestartet werden ({{0}})'],
  ['unnamed adapter', 'Adapter ohne Namen'],
  ['no adapter', 'kein Adapter'],
  ['WebAssembly, 1 thread', 'WebAssembly, 1 Thread'],
  ['WebAssembly, {{0}} threads', 'WebAssembly, {{0}} Threads'],
  ['WebGPU, {{0}}', 'WebGPU, {{0}}'],
  ['WebGPU in half precision', 'WebGPU mit halber Genauigkeit'],
  [
    'the weights are stored in half precision but computed in single precision; there are no half-precision graphs',
    'die Gewichte sind mit halber Genauigkeit gespeichert, gerechnet wird mit einfacher; Graphen mit halber Genauigkeit gibt es nicht',
  ],
  [
    'the adapter has no half-precision arithmetic (shader-f16)',
    'der Adapter kann nicht mit halber Genauigkeit rechnen (shader-f16)',
  ],
  ['hardly faster than {{0}}', 'kaum schneller als {{0}}'],
  [
    'the back-ends of this computer are being tried; the choice counts from the next start on',
    'die Backends dieses Computers werden gerade erprobt; die Wahl gilt vom nächsten Start an',
  ],
  ['{{0}} times as slow as {{1}}', '{{0}}-mal so langsam wie {{1}}'],
  ['it computes wrongly (off by {{0}})', 'es rechnet falsch (Abweichung {{0}})'],
  ['it did not answer within {{0}} s', 'es antwortete nicht innerhalb von {{0}} s'],
  ['its worker crashed ({{0}})', 'sein Worker ist abgestürzt ({{0}})'],
];

/** Of the settings of the methods. */
export const settings: readonly Phrase[] = [
  ['Latent Bernoulli settings: {{0}}.', 'Einstellungen von Latent Bernoulli: {{0}}.'],
  ['DiffusionAD settings: {{0}}.', 'Einstellungen von DiffusionAD: {{0}}.'],
  [
    'the noise level must be a whole number from 1 to {{0}}',
    'die Rauschstufe muss eine ganze Zahl von 1 bis {{0}} sein',
  ],
  [
    'the number of steps must be a whole number from 1 to the noise level ({{0}})',
    'die Zahl der Schritte muss eine ganze Zahl von 1 bis zur Rauschstufe ({{0}}) sein',
  ],
  [
    'the probability threshold must lie between 0 and 1, or be off',
    'die Wahrscheinlichkeitsschwelle muss zwischen 0 und 1 liegen oder aus sein',
  ],
  ['the anomaly map must be one of {{0}}', 'die Anomaliekarte muss eine von {{0}} sein'],
  ['the forward noise must be one of {{0}}', 'das Vorwärtsrauschen muss eines von {{0}} sein'],
  [
    'the number of settled steps must be a whole number from 0',
    'die Zahl der festen Schritte muss eine ganze Zahl ab 0 sein',
  ],
  [
    'the median filter must be 0 or an odd whole number up to 15',
    'der Medianfilter muss 0 oder eine ungerade ganze Zahl bis 15 sein',
  ],
  [
    'the less noisy timestep must be a whole number from 0',
    'der weniger verrauschte Zeitschritt muss eine ganze Zahl ab 0 sein',
  ],
  [
    'the noisier timestep must be a whole number above the other one and below {{0}}',
    'der stärker verrauschte Zeitschritt muss eine ganze Zahl über dem anderen und unter {{0}} sein',
  ],
  ['the guidance must lie between 0 and 10', 'die Führung muss zwischen 0 und 10 liegen'],
];
