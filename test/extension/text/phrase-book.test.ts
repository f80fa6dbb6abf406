/** @jest-environment jsdom */
import path from 'node:path';
import { afterEach, beforeEach, expect, test } from '@jest/globals';
import { LacunaError } from '@lacuna/core/errors.ts';
import { decimals, grouped, significant } from '../../../extension/src/text/numbers.ts';
import { PhraseBook } from '../../../extension/src/text/phrase-book.ts';
import { germanPhrases } from '../../../extension/src/text/phrases/index.ts';
import { asTold, errorText, say, told } from '../../../extension/src/text/say.ts';
import { followLanguage, t } from '../../../extension/src/text/t.ts';
import { literalsOf, sourceFiles } from './literals.ts';

const CORE = path.resolve(import.meta.dirname, '../../../src');
/** Folders of the core whose sentences reach the viewer. */
const FOLDERS = ['imaging', 'inference', 'dicom', 'reproduction', 'latent', 'pixel'];
/** What the viewer never shows: content of objects, findings for the command line and the tests, reports for support. */
const UNSEEN =
  /verif|codes\.ts|dicom\/.*dataset|edit-item|derived-object|dimension-index|report-content|report-writer|map-meaning|segment-items|key-image-writer|choice-record|diagnostics\.ts|session-ort-node|source-key|read-sequence-headers|release-measurement-report/;
const PROSE = /[a-z]{2,}[,.:;]? (?:[a-z]{2,}|["“(])/;
/** What is put into others and has no meaning alone. */
const PARTS = new Set([
  ' with ScanningSequence {{}}',
  'is out of range ({{}})',
  'only one',
  'nothing worked',
  'in the meantime',
]);

const language = async (tag: string) => {
  localStorage.setItem('i18nextLng', tag);
  await followLanguage();
};
beforeEach(() => language('de'));
afterEach(() => language('en'));

test('the phrase book knows every sentence that the core may show in the viewer', () => {
  const book = new PhraseBook(germanPhrases);
  const unknown = FOLDERS.flatMap((folder) =>
    sourceFiles(path.join(CORE, folder))
      .filter((file) => !UNSEEN.test(`${folder}/${file}`))
      .flatMap((file) => literalsOf(path.join(CORE, folder), file))
      .filter(({ text, place }) => place !== 'error' && PROSE.test(text) && !PARTS.has(text))
      .filter(({ text }) => book.find(text.replaceAll('{{}}', 'X1').replace(/^must /, '')) === undefined)
      .map(({ file, line, text }) => `${folder}/${file}:${line} ${text}`),
  );
  expect(unknown).toEqual([]);
});

test('no two phrases have the same English, and the German puts in the same', () => {
  const placeholders = (text: string) => (text.match(/\{\{\d\}\}/g) ?? []).sort().join();
  expect(new Set(germanPhrases.map(([english]) => english)).size).toBe(germanPhrases.length);
  for (const [english, german] of germanPhrases) expect(placeholders(german)).toBe(placeholders(english));
});

test('sentences in sentences are translated too, with German numbers', () => {
  expect(
    say(
      'The images are T1 after contrast agent by their header, and the weights know FLAIR only. SeriesDescription is "T1 KM". ContrastBolusAgent names an agent. Choose a FLAIR series.',
    ),
  ).toBe(
    'Die Bilder sind laut Kopfdaten T1 nach Kontrastmittel, und die Gewichte kennen nur FLAIR. SeriesDescription ist „T1 KM“. ContrastBolusAgent nennt ein Kontrastmittel. Wählen Sie eine FLAIR-Serie.',
  );
  expect(
    say('The slices are unevenly spaced (5.0 mm as a rule, 10.5 mm at most); slices may be missing.'),
  ).toBe(
    'Die Schichten haben ungleiche Abstände (in der Regel 5,0 mm, höchstens 10,5 mm); vielleicht fehlen Schichten.',
  );
  expect(
    say(
      'EchoTime 125 ms, RepetitionTime 9000 ms with ScanningSequence SE\\IR: fluid nulled by inversion, late echo.',
    ),
  ).toBe(
    'EchoTime 125 ms, RepetitionTime 9000 ms bei ScanningSequence SE\\IR: Liquor durch Inversion unterdrückt, spätes Echo.',
  );
});

test('an error says what went wrong in German; what has no German is introduced in it', () => {
  expect(errorText(new LacunaError('timeout', 'The inference worker did not answer in time.'))).toBe(
    'Der Rechen-Worker antwortete nicht rechtzeitig.',
  );
  expect(errorText(new LacunaError('corrupt-file', 'A new sentence.'))).toBe(
    'Meldung des Programms, nur auf Englisch: A new sentence.',
  );
  expect(errorText(told('store-failed', t('export.noSource')))).toBe('Es gibt keine Datenquelle.');
  expect(errorText(asTold(new Error('boom'), 'store-failed', t('export.failed')))).toBe(
    'Der Export ist fehlgeschlagen. (boom)',
  );
});

test('numbers are written as the language writes them', async () => {
  expect([decimals(1.5, 2), significant(0.071349, 3), grouped(12345)]).toEqual(['1,50', '0,0713', '12.345']);
  await language('en');
  expect([decimals(1.5, 2), significant(0.071349, 3), grouped(12345)]).toEqual(['1.50', '0.0713', '12,345']);
  expect(say('its size is impossible')).toBe('its size is impossible');
});
