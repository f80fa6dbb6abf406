/** DICOM's Specific Character Set terms and the names that the platform's TextDecoder knows them by. */
const ENCODINGS: Readonly<Record<string, string>> = {
  '': 'windows-1252', // ASCII is promised; Latin 1 is what careless devices mean
  'IR 6': 'windows-1252',
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
/** ESC followed by the designation of a set; needed by ISO 2022 in Japanese, noise to the other decoders. */
const ESCAPES = /\x1b[\x20-\x2f]+[\x30-\x7e]/g;

/**
 * Text of a DICOM element in Unicode. Unknown sets are read as Latin 1 rather than refused: the text is carried on, not
 * interpreted.
 *
 * @param bytes the element's value
 * @param characterSet Specific Character Set of the file, values parted by backslashes
 */
export function decodeText(bytes: Uint8Array, characterSet: string | undefined): string {
  const terms = (characterSet ?? '').split('\\').map((term) => term.trim().replace(/^ISO[_ ](2022 )?/, ''));
  // with code extensions the multi-byte set, always named after the first, decides
  const encodings = terms.map((term) => ENCODINGS[term]).filter((name) => name !== undefined);
  const encoding = encodings.slice(1).find((name) => /jp|kr|gb/.test(name)) ?? encodings[0] ?? 'windows-1252';
  const plain =
    encoding === 'iso-2022-jp' || !bytes.includes(0x1b)
      ? bytes
      : Uint8Array.from(String.fromCharCode(...bytes.subarray(0, 4096)).replace(ESCAPES, ''), (c) =>
          c.charCodeAt(0),
        );
  return new TextDecoder(encoding).decode(plain).replace(/[\0 ]+$/, '');
}
