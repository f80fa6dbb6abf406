import { textLanguage } from './t.ts';

const formats = new Map<string, Intl.NumberFormat>();

function format(options: Intl.NumberFormatOptions): Intl.NumberFormat {
  const key = `${textLanguage()} ${JSON.stringify(options)}`;
  const made = formats.get(key) ?? new Intl.NumberFormat(textLanguage(), options);
  formats.set(key, made);
  return made;
}

/** A number with that many decimals, as the language of the interface writes it: `1.50`, `1,50`. */
export const decimals = (value: number, digits: number): string =>
  format({ minimumFractionDigits: digits, maximumFractionDigits: digits, useGrouping: false }).format(value);

/** At most that many decimals, as short as it can be: `99.9`, `99,9`. */
export const asWritten = (value: number, digits: number): string => {
  const shown = format({ maximumFractionDigits: digits, useGrouping: false }).format(value);
  return shown === '-0' ? '0' : shown;
};

/** At most that many significant digits, as short as it can be: `0.0713`, `0,0713`. */
export const significant = (value: number, digits: number): string =>
  format({ maximumSignificantDigits: digits, useGrouping: false }).format(value);

/** A count: `12,345`, `12.345`. */
export const grouped = (value: number): string => format({}).format(value);
