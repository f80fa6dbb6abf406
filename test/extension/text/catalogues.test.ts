import path from 'node:path';
import { expect, test } from '@jest/globals';
import { english } from '../../../extension/src/text/english/index.ts';
import { german } from '../../../extension/src/text/german/index.ts';
import { literalsOf, sourceFiles } from './literals.ts';

const ROOT = path.resolve(import.meta.dirname, '../../..');

/** `section.key` -> sentence. */
const flat = (sections: Readonly<Record<string, Readonly<Record<string, string>>>>) =>
  new Map(
    Object.entries(sections).flatMap(([section, texts]) =>
      Object.entries(texts).map(([key, text]) => [`${section}.${key}`, text] as [string, string]),
    ),
  );
const [inEnglish, inGerman] = [flat(english), flat(german)];
const placeholders = (text: string) => [...new Set(text.match(/\{\{\w+\}\}/g) ?? [])].sort();

test('both languages have the same texts, none empty', () => {
  expect([...inGerman.keys()].sort()).toEqual([...inEnglish.keys()].sort());
  for (const text of [...inEnglish.values(), ...inGerman.values()]) expect(text.trim()).not.toBe('');
});

test('both languages put in the same', () => {
  const differing = [...inEnglish].filter(
    ([key, text]) => String(placeholders(text)) !== String(placeholders(inGerman.get(key) ?? '')),
  );
  expect(differing.map(([key]) => key)).toEqual([]);
});

test('every plural has both its forms', () => {
  const stems = [...inEnglish.keys()].flatMap((key) => /^(.*)_(?:one|other)$/.exec(key)?.[1] ?? []);
  for (const stem of stems) {
    expect(inEnglish.has(`${stem}_one`)).toBe(true);
    expect(inEnglish.has(`${stem}_other`)).toBe(true);
  }
});

test('every text is used', () => {
  const literals = ['extension/src', 'modes', 'src'].flatMap((folder) => {
    const at = path.join(ROOT, folder);
    return sourceFiles(at)
      .filter((file) => !/^text\/(english|german|phrases)\//.test(file))
      .flatMap((file) => literalsOf(at, file).map(({ text }) => text));
  });
  const words = new Set(literals);
  const made = literals
    .filter((text) => /^[a-zA-Z]+\.[\w-]*\{\{\}\}/.test(text))
    .map((text) => new RegExp(`^${text.replaceAll('.', '\\.').replaceAll('{{}}', '([\\w-]+)')}$`));
  const isUsed = (key: string) =>
    words.has(key) ||
    made.some((pattern) => (pattern.exec(key) ?? []).slice(1).some((part) => words.has(part)));
  const unused = [...inEnglish.keys()].filter((key) => !isUsed(key.replace(/_(?:one|other)$/, '')));
  expect(unused).toEqual([]);
});
