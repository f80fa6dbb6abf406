/** Text that is already HTML; only `markup` and `trusted` make it. */
export class Markup {
  constructor(readonly text: string) {}
  toString(): string {
    return this.text;
  }
}

export type Piece = Markup | string | number | null | undefined | false | readonly Piece[];

const ENTITIES: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
};

// No control characters: HTML does not allow them even as references.
const CONTROL = /[\u0000-\u0008\u000b\u000c\u000e-\u001f\u007f-\u009f\ufffe\uffff]/g;

// Half a surrogate pair is no character and cannot be written as UTF-8.
const LONE_SURROGATE = /[\ud800-\udbff](?![\udc00-\udfff])|(?<![\ud800-\udbff])[\udc00-\udfff]/g;

function escapeText(text: string): string {
  return text
    .replace(LONE_SURROGATE, '\ufffd')
    .replace(CONTROL, '\ufffd')
    .replace(/[&<>"']/g, (character) => ENTITIES[character]!);
}

function flatten(piece: Piece): string {
  if (piece === null || piece === undefined || piece === false) return '';
  if (piece instanceof Markup) return piece.text;
  if (typeof piece === 'string') return escapeText(piece);
  if (typeof piece === 'number') return String(piece);
  return piece.map(flatten).join('');
}

/** The source's indentation means nothing on the page, and is a fifth of its bytes. */
const unindented = (text: string): string => text.replace(/\n\s+/g, '\n');

/** HTML or SVG from a template; every value that is not `Markup` is escaped, lists are joined, null and false leave nothing. */
export function markup(strings: TemplateStringsArray, ...values: readonly Piece[]): Markup {
  let text = unindented(strings[0]!);
  values.forEach((value, i) => (text += flatten(value) + unindented(strings[i + 1]!)));
  return new Markup(text);
}

/** Marks a constant of this program (the style sheet) as HTML. Never give it anything that was read from a file. */
export const trusted = (text: string): Markup => new Markup(text);
