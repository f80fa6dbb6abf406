import path from 'node:path';
import { expect, test } from '@jest/globals';
import { literalsOf, sourceFiles, type Literal } from './literals.ts';

const ROOT = path.resolve(import.meta.dirname, '../../..');

/** Files whose sentences are no texts of the interface, and why. */
const EXEMPT: Readonly<Record<string, string>> = {
  'export/export-kinds.ts': 'stands in exported objects, which are English',
  'export/run-job.ts': 'stands in exported objects, which are English',
  'export/collect-job.ts': 'stands in exported objects, which are English',
  'export/provenance.ts': 'stands in exported objects, which are English',
  'controls-calibration/calibration-content.ts': 'stands in a calibration file, which is English',
  'export/serve-export.ts': 'is said in a worker and translated by the phrase book',
};
const READ_OUT = /^@(title|alt|placeholder|label|aria-label|aria-valuetext|aria-description)$/;
const UNITS = new Set(['ml', 'MB', '%', 'ms']);
/** Names inside the program that happen to be words. */
const NAMES = new Set(['on its way', 'in the meantime']);
const STYLE = /px|gradient\(|rgba?\(|sans-serif|\.lc-|^lc-/;
/** Prose: two words that begin like a sentence, or three words. */
const PROSE = /^[A-Z][a-z’]+[,:;]? (?:[a-z({]|\{\{)|[a-z]{2,}[,:;]? [a-z]{2,}[,:;]? [a-z]{2,}/;

function isLoose({ text, place }: Literal): boolean {
  const letters = text.replaceAll(/\{\{\}\}|\bLacuna\b/g, '');
  if (NAMES.has(text) || place === 'error' || STYLE.test(text) || !/\p{L}{2}/u.test(letters)) return false;
  if (place === 'jsx' || READ_OUT.test(place)) {
    return !UNITS.has(letters.trim()) && !/^[a-z]+\.[\w-]*$/i.test(letters); // `section.key` of a text
  }
  return PROSE.test(text.replace(/^Lacuna\b:? ?/, ''));
}

const loose = (folder: string) =>
  sourceFiles(folder)
    .filter((file) => !file.startsWith('text/') && !(file in EXEMPT))
    .flatMap((file) => literalsOf(folder, file))
    .filter(isLoose)
    .map(({ file, line, text }) => `${file}:${line} ${text}`);

test('every sentence of the interface comes from the texts, in either language', () => {
  expect(loose(path.join(ROOT, 'extension/src'))).toEqual([]);
  expect(loose(path.join(ROOT, 'modes'))).toEqual([]);
});

test('the search finds loose text', () => {
  const at = (text: string, place: Literal['place']) => isLoose({ file: '', line: 1, text, place });
  expect(at('Run slice', 'jsx')).toBe(true);
  expect(at('Export', '@aria-label')).toBe(true);
  expect(at('The run stopped.', 'code')).toBe(true);
  expect(at('Slice {{}} of {{}}', 'code')).toBe(true);
  expect(at('{{}} ml', 'jsx')).toBe(false);
});
