import { createInstance } from 'i18next';
import { english } from './english/index.ts';
import { german } from './german/index.ts';
import { chosenLanguage } from './language.ts';

type WithoutPlural<Key> = Key extends `${infer Stem}_one` | `${infer Stem}_other` ? Stem : Key;
type English = typeof english;

/** `section.key`; of a plural the part before `_one` and `_other`. */
export type TextKey = {
  [Section in keyof English & string]: `${Section}.${WithoutPlural<keyof English[Section] & string>}`;
}[keyof English & string];

const texts = createInstance();
void texts.init({
  lng: chosenLanguage(),
  fallbackLng: 'en',
  resources: { en: { translation: english }, de: { translation: german } },
  interpolation: { escapeValue: false }, // React escapes
  initAsync: false,
});

/** Sentences without values of the language in use: a dragged threshold asks for hundreds of them in every frame. */
const known = new Map<TextKey, string>();
texts.on('languageChanged', () => known.clear());

/** The sentence for `key` in the language of the interface; `count` chooses the plural. */
export function t(key: TextKey, values?: Readonly<Record<string, string | number>>): string {
  if (values) return texts.t(key as string, values);
  const sentence = known.get(key) ?? texts.t(key as string);
  known.set(key, sentence);
  return sentence;
}

/** Language tag of the sentences, for number formats and the `lang` attribute. */
export function textLanguage(): string {
  return texts.resolvedLanguage ?? 'en';
}

let followed = chosenLanguage();

/** Whether OHIF's preferences, where the site leaves the choice to them, say another language than the one followed. */
export const languageHasChanged = (ofSite: string | null): boolean =>
  (ofSite ?? chosenLanguage()) !== followed;

/** Takes the site's language, or else OHIF's; called when the mode opens, and when another one has been chosen. */
export function followLanguage(ofSite: string | null = null): Promise<unknown> {
  followed = ofSite ?? chosenLanguage();
  return texts.changeLanguage(followed);
}
