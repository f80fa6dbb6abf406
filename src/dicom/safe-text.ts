/** Attributes copied from a file are hostile until cleaned: what leaves here fits its value representation. */

/** C0 and C1 controls, DEL, line separators, and the characters that reverse the order of what follows. */
const UNSAFE = /[\u0000-\u001f\u007f-\u009f\u2028\u2029\u202a-\u202e\u2066-\u2069\ufeff]/gu;
/** Half of a surrogate pair; UTF-8 cannot say it. */
const LONE_SURROGATE = /\p{Surrogate}/gu;

/** Characters, not UTF-16 units: a cut never leaves half a character. */
function cut(text: string, longest: number): string {
  return text.length <= longest
    ? text
    : Array.from(text.slice(0, 2 * longest))
        .slice(0, longest)
        .join('');
}

function clean(text: string): string {
  return text.slice(0, 4096).replace(UNSAFE, ' ').replace(LONE_SURROGATE, '\ufffd');
}

/** For LO (64 characters) and SH (16): one value, so without backslash, which would start a second one. */
export function safeString(text: string | undefined, longest: number): string {
  return cut(
    clean(text ?? '')
      .replaceAll('\\', ' ')

      .trim(),
    longest,
  ).trim();
}

/** PN: up to three groups (alphabetic, ideographic, phonetic) of up to five components, 64 characters a group. */
export function safePersonName(name: string | undefined): string {
  const groups = clean(name ?? '')
    .replaceAll('\\', ' ')
    .split('=')
    .slice(0, 3);
  const safe = groups.map((group) =>
    cut(
      group
        .split('^')
        .slice(0, 5)
        .map((part) => part.trim())
        .join('^'),
      64,
    ).replace(/\^+$/, ''),
  );
  return safe.join('=').replace(/=+$/, '');
}

/** LT and UT (10240): keeps line feeds and backslashes, which are legal there. */
export function safeLongText(text: string): string {
  return cut(
    text
      .split('\n')
      .map((line) => line.replace(UNSAFE, ' ').replace(LONE_SURROGATE, '\ufffd'))
      .join('\n'),
    10_240,
  );
}

/** CS: upper-case letters, digits, space, underscore; 16 at most. Anything else is not a code and is left out. */
export function safeCode(text: string | undefined): string | undefined {
  const code = text?.trim();
  return code && /^[A-Z0-9_ ]{1,16}$/.test(code) ? code : undefined;
}

/** DA; empty (a legal value for "unknown") when it is not a date. */
export function safeDate(text: string | undefined): string {
  const date = text?.trim() ?? '';
  return /^\d{4}(0[1-9]|1[0-2])(0[1-9]|[12]\d|3[01])$/.test(date) ? date : '';
}

/** TM; empty when it is not a time. */
export function safeTime(text: string | undefined): string {
  const time = text?.trim() ?? '';
  return /^([01]\d|2[0-3])([0-5]\d([0-5]\d(\.\d{1,6})?)?)?$/.test(time) ? time : '';
}

/** UI: digits and dots, 64 at most. */
export function isUid(text: string | undefined): text is string {
  return text !== undefined && text.length <= 64 && /^\d+(\.\d+)*$/.test(text);
}
