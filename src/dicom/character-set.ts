/** DICOM's Specific Character Set terms and the names that the platform's TextDecoder knows them by. */
const ENCODINGS: Readonly<Record<string, string>> = {
  'IR 100': 'windows-1252',
  'IR 101': 'iso-8859-2',
  'IR 109': 'iso-8859-3',
  'IR 110': 'iso-8859-4',
  'IR 144': 'iso-8859-5',
  'IR 127': 'iso-8859-6',
  'IR 126': 'iso-8859-7',
  'IR 138': 'iso-8859-8',
  'IR 148': 'windows-1254',
  'IR 203': 'iso-8859-15',
  'IR 13': 'shift_jis',
  'IR 166': 'windows-874',
  'IR 192': 'utf-8',
  GB18030: 'gb18030',
  GBK: 'gbk',
  'IR 87': 'iso-2022-jp',
  'IR 159': 'iso-2022-jp',
  'IR 149': 'euc-kr',
  'IR 58': 'gb18030',
};
/** No set named promises ASCII; Latin 1 is what careless devices mean. */
const DEFAULT = 'windows-1252';
const MULTI_BYTE = ['iso-2022-jp', 'euc-kr', 'gb18030'];
const ESC = 0x1b;

/**
 * Text of a DICOM element in Unicode. Unknown sets are read as Latin 1 rather than refused: the text is carried on, not
 * interpreted. Of several single-byte sets in one file only the first is known.
 *
 * @param bytes the element's value
 * @param characterSet Specific Character Set of the file, values parted by backslashes
 */
export function decodeText(bytes: Uint8Array, characterSet: string | undefined): string {
  const terms = (characterSet ?? '').split('\\').map((term) => term.trim().replace(/^ISO[_ ](2022 )?/, ''));
  const named = terms.map((term) => ENCODINGS[term]).filter((name) => name !== undefined);
  const encoding = named.find((name) => MULTI_BYTE.includes(name)) ?? named[0] ?? DEFAULT;
  const plain = encoding === 'iso-2022-jp' ? escapeKatakana(bytes) : withoutEscapes(bytes);
  return new TextDecoder(encoding).decode(plain).replace(/[\0 ]+$/, '');
}

/** Outside ISO-2022-JP the decoders know no escape sequences: ESC, intermediate bytes 20-2F, one final byte 30-7E. */
function withoutEscapes(bytes: Uint8Array): Uint8Array<ArrayBuffer> {
  const kept: number[] = [];
  for (let i = 0; i < bytes.length; i++) {
    if (bytes[i] !== ESC) {
      kept.push(bytes[i]!);
      continue;
    }
    i++;
    while (i < bytes.length && bytes[i]! >= 0x20 && bytes[i]! <= 0x2f) i++;
  }
  return Uint8Array.from(kept);
}

/**
 * Half-width katakana, written by DICOM as bytes A1-DF, which the decoder wants announced: ESC ( I, 7 bits, ESC ( B.
 * Once a run only: two announcements without a character between them count as an error there.
 */
function escapeKatakana(bytes: Uint8Array): Uint8Array<ArrayBuffer> {
  const announced: number[] = [];
  let inside = false;
  for (const byte of bytes) {
    const katakana = byte >= 0xa1 && byte <= 0xdf;
    if (katakana && !inside) announced.push(ESC, 0x28, 0x49);
    if (!katakana && inside && byte !== ESC) announced.push(ESC, 0x28, 0x42);
    announced.push(katakana ? byte & 0x7f : byte);
    inside = katakana;
  }
  return Uint8Array.from(announced);
}
