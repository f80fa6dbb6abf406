import type { Phrase } from './phrases/phrase.ts';

interface Pattern {
  readonly expression: RegExp;
  /** Which placeholder each group of the expression is. */
  readonly groups: readonly string[];
  readonly german: string;
}

const PLACEHOLDER = /\{\{(\d+)\}\}/;
/** `1.25` in a sentence of the core; in German `1,25`. */
const DECIMAL = /^-?\d+\.\d+$/;
const escaped = (text: string) => text.replace(/[.*+?^${}()|[\]\\]/g, '\\$&');

/** Sentences with what varies in them, looked up by their fixed parts. */
export class PhraseBook {
  private readonly fixed: ReadonlyMap<string, string>;
  /** Those with most fixed text first, so that the most particular one is found. */
  private readonly patterns: readonly Pattern[];

  constructor(phrases: readonly Phrase[]) {
    this.fixed = new Map(phrases.filter(([english]) => !PLACEHOLDER.test(english)));
    const fixedLength = (english: string) => english.replaceAll(/\{\{\d+\}\}/g, '').length;
    this.patterns = phrases
      .filter(([english]) => PLACEHOLDER.test(english))
      .sort(([a], [b]) => fixedLength(b) - fixedLength(a))
      .map(([english, german]) => compiled(english, german));
  }

  /** The German for a sentence or a part of one; undefined where there is none. */
  find(sentence: string): string | undefined {
    const fixed = this.fixed.get(sentence);
    if (fixed !== undefined) return fixed;
    for (const { expression, groups, german } of this.patterns) {
      const found = expression.exec(sentence);
      if (!found) continue;
      return german.replaceAll(/\{\{(\d+)\}\}/g, (_, name: string) =>
        this.part(found[groups.indexOf(name) + 1] ?? ''),
      );
    }
    return this.withCause(sentence);
  }

  private part(text: string): string {
    return DECIMAL.test(text) ? text.replace('.', ',') : text === '' ? '' : (this.find(text) ?? text);
  }

  /** `Sentence. (what was thrown)`, as the core joins them. */
  private withCause(sentence: string): string | undefined {
    const joined = /^(.*?\.) \((.*)\)$/s.exec(sentence);
    const first = joined && this.find(joined[1]!);
    return first ? `${first} (${this.part(joined[2]!)})` : undefined;
  }
}

function compiled(english: string, german: string): Pattern {
  const parts = english.split(/\{\{(\d+)\}\}/);
  const source = parts.map((part, i) => (i % 2 ? '(.*?)' : escaped(part))).join('');
  return { expression: new RegExp(`^${source}$`, 's'), groups: parts.filter((_, i) => i % 2), german };
}
