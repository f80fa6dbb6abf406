import type { Phrase } from './phrase.ts';

/** Of src/imaging/sequence-*: which sequence the headers tell, and whether the weights know it. */
export const sequence: readonly Phrase[] = [
  ['{{0}} is "{{1}}".', '{{0}} ist „{{1}}“.'],
  [
    '{{0}} is "{{1}}" with EchoTime {{2}} ms, too early for a T2-weighted FLAIR.',
    '{{0}} ist „{{1}}“ bei EchoTime {{2}} ms, zu früh für eine T2-gewichtete FLAIR.',
  ],
  [
    '{{0}}EchoTime {{1}} with ScanningSequence {{2}}: {{3}}.',
    '{{0}}EchoTime {{1}} bei ScanningSequence {{2}}: {{3}}.',
  ],
  ['{{0}}EchoTime {{1}}: {{2}}.', '{{0}}EchoTime {{1}}: {{2}}.'],
  ['fluid nulled by inversion, late echo', 'Liquor durch Inversion unterdrückt, spätes Echo'],
  ['fat nulled by inversion (STIR)', 'Fett durch Inversion unterdrückt (STIR)'],
  ['inversion for T1 weighting, early echo', 'Inversion zur T1-Wichtung, frühes Echo'],
  ['spin echo, long repetition, late echo', 'Spinecho, lange Repetition, spätes Echo'],
  [
    'spin echo, long repetition, early echo (proton density)',
    'Spinecho, lange Repetition, frühes Echo (Protonendichte)',
  ],
  ['spin echo, short repetition, early echo', 'Spinecho, kurze Repetition, frühes Echo'],
  [
    'gradient echo with a late echo (T2* or susceptibility)',
    'Gradientenecho mit spätem Echo (T2* oder Suszeptibilität)',
  ],
  ['steady-state gradient echo without spoiling', 'Steady-State-Gradientenecho ohne Spoiling'],
  [
    'spoiled or magnetisation-prepared gradient echo, early echo',
    'Gradientenecho mit Spoiling oder Magnetisierungspräparation, frühes Echo',
  ],
  ['ComplexImageComponent is {{0}}, not MAGNITUDE.', 'ComplexImageComponent ist {{0}}, nicht MAGNITUDE.'],
  ['ImageType holds {{0}}.', 'ImageType enthält {{0}}.'],
  [
    'DiffusionBValue is {{0}} s/mm2: a diffusion image.',
    'DiffusionBValue ist {{0}} s/mm2: ein Diffusionsbild.',
  ],
  ['AcquisitionContrast is {{0}}.', 'AcquisitionContrast ist {{0}}.'],
  ['ScanningSequence holds EP: an echo planar image.', 'ScanningSequence enthält EP: ein echoplanares Bild.'],
  ['{{0}} "{{1}}" is echo planar.', '{{0}} „{{1}}“ ist echoplanar.'],
  ['{{0}} "{{1}}" names another kind of image.', '{{0}} „{{1}}“ nennt eine andere Art von Bild.'],
  ['T1 after contrast agent', 'T1 nach Kontrastmittel'],
  ['neither FLAIR, T1 nor T2', 'weder FLAIR noch T1 noch T2'],
  ['an unknown sequence', 'eine unbekannte Sequenz'],
  ['the weights know {{0}} only', 'die Gewichte kennen nur {{0}}'],
  [
    'The sequence of the images is not certain, and {{0}}. {{1}} Make sure that it is a {{2}}.',
    'Die Sequenz der Bilder ist nicht sicher, und {{0}}. {{1}} Vergewissern Sie sich, dass es {{2}} ist.',
  ],
  [
    'The images are {{0}} by their header, and {{1}}. {{2}} Choose a {{3}} series.',
    'Die Bilder sind laut Kopfdaten {{0}}, und {{1}}. {{2}} Wählen Sie eine {{3}}-Serie.',
  ],
  [
    '{{0}} and the names in the header fit no known sequence.',
    '{{0}} und die Namen in den Kopfdaten passen zu keiner bekannten Sequenz.',
  ],
  [
    'The header holds neither acquisition times nor a name that tells the sequence.',
    'Die Kopfdaten enthalten weder Aufnahmezeiten noch einen Namen, der die Sequenz verrät.',
  ],
  ['{{0}} ContrastBolusAgent names an agent.', '{{0}} ContrastBolusAgent nennt ein Kontrastmittel.'],
  ['{{0}} {{1}} "{{2}}" speaks of contrast agent.', '{{0}} {{1}} „{{2}}“ spricht von Kontrastmittel.'],
  [
    "{{0}} lies at {{1}} of the brain's median intensity; in the {{2}} {{3}} series the weights were trained on it lay between {{4}} and {{5}}.",
    '{{0}} liegt beim {{1}}-fachen der mittleren Hirnintensität (Median); in den {{2}} {{3}}-Serien, mit denen die Gewichte trainiert wurden, lag es zwischen {{4}} und {{5}}.',
  ],
  ['The darker quarter of the brain', 'Das dunklere Viertel des Gehirns'],
  ['The brighter quarter of the brain', 'Das hellere Viertel des Gehirns'],
];
