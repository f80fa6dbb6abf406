/** DICOM defined terms (PS3.3 C.12.1.1.2) and the Encoding Standard's label for each. */
const ENCODINGS: Readonly<Record<string, string>> = {
  'ISO_IR 6': 'utf-8',
  'ISO_IR 192': 'utf-8',
  'ISO_IR 100': 'iso-8859-1',
  'ISO_IR 101': 'iso-8859-2',
  'ISO_IR 109': 'iso-8859-3',
  'ISO_IR 110': 'iso-8859-4',
  'ISO_IR 144': 'iso-8859-5',
  'ISO_IR 127': 'iso-8859-6',
  'ISO_IR 126': 'iso-8859-7',
  'ISO_IR 138': 'iso-8859-8',
  'ISO_IR 148': 'iso-8859-9',
  'ISO_IR 203': 'iso-8859-15',
  'ISO_IR 13': 'shift_jis',
  'ISO_IR 166': 'windows-874',
  GB18030: 'gb18030',
  GBK: 'gbk',
  'ISO 2022 IR 87': 'iso-2022-jp',
  'ISO 2022 IR 159': 'iso-2022-jp',
  'ISO 2022 IR 149': 'euc-kr',
  'ISO 2022 IR 58': 'gb2312',
};

/**
 * Decoder for text of a data set. With code extensions (several values) the last known one decides: it covers ASCII too.
 *
 * @param specificCharacterSet value of (0008,0005), backslash separated; undefined means ASCII, read as UTF-8
 */
export function textDecoder(specificCharacterSet: string | undefined): TextDecoder {
  const terms = (specificCharacterSet ?? '').split('\\').map((term) => term.trim());
  const known = terms
    .map((term) => ENCODINGS[term] ?? ENCODINGS[term.replace('ISO 2022 IR', 'ISO_IR')])
    .filter((label) => label !== undefined);
  return new TextDecoder(known.at(-1) ?? 'utf-8');
}
