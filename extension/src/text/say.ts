import {
  describeThrown,
  isOutOfMemory,
  LacunaError,
  type LacunaErrorCode,
  outOfMemory,
} from '@lacuna/core/errors.ts';
import { PhraseBook } from './phrase-book.ts';
import { germanPhrases } from './phrases/index.ts';
import { t, textLanguage } from './t.ts';

let book: PhraseBook | undefined;

function inGerman(sentence: string): string | undefined {
  book ??= new PhraseBook(germanPhrases);
  return book.find(sentence);
}

/** A sentence of the core in the language of the interface; one that is not in the phrase book stays as it is. */
export function say(sentence: string): string {
  return textLanguage() === 'de' ? (inGerman(sentence) ?? sentence) : sentence;
}

/** What went wrong, in the language of the interface; a sentence of the core without German is introduced in German. */
export function errorText({ message, evidence }: LacunaError): string {
  if (textLanguage() !== 'de' || evidence?.['told'] === true) return message;
  return inGerman(message) ?? t('panel.onlyEnglish', { sentence: message });
}

/** An error whose sentence is in the language of the interface already. */
export function told(code: LacunaErrorCode, sentence: string, cause?: unknown): LacunaError {
  return new LacunaError(code, sentence, { told: true }, { cause });
}

/** A LacunaError as it is; anything else with `sentence`, in the language of the interface, and what was thrown. */
export function asTold(thrown: unknown, code: LacunaErrorCode, sentence: string): LacunaError {
  if (thrown instanceof LacunaError) return thrown;
  if (isOutOfMemory(thrown)) return outOfMemory(thrown);
  return told(code, `${sentence} (${describeThrown(thrown)})`, thrown);
}
