import dcmjs from 'dcmjs';

/** An element in dcmjs's reading of a file: by eight-digit tag; items of sequences are such objects again. */
export type Elements = Record<string, { vr: string; Value: unknown[] }>;

interface Editable {
  dict: Elements;
  meta: Elements;
  write(options?: object): ArrayBuffer;
}
interface Reader {
  DicomMessage: { readFile(buffer: ArrayBuffer): Editable };
}

/** The bytes after a fault was put into them: read, changed and written again. */
export function tamper(bytes: Uint8Array, change: (file: Editable) => void): Uint8Array {
  const file = (dcmjs.data as unknown as Reader).DicomMessage.readFile(new Uint8Array(bytes).buffer);
  change(file);
  return new Uint8Array(file.write());
}

/** Other values of an element that is there. */
export function set(elements: Elements | undefined, tag: string, ...value: unknown[]): void {
  const element = elements?.[tag];
  if (!element) throw new Error(`The file has no ${tag} to tamper with.`);
  element.Value = value;
}

/** Items of a sequence. */
export function itemsOf(elements: Elements | undefined, tag: string): Elements[] {
  return (elements?.[tag]?.Value ?? []) as Elements[];
}

export function frameItems(file: Editable): Elements[] {
  return itemsOf(file.dict, '52009230');
}

/** The packed pixel data, to be changed in place. */
export function packedBits(file: Editable): Uint8Array {
  return new Uint8Array(file.dict['7FE00010']!.Value[0] as ArrayBuffer);
}
