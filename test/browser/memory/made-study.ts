import fs from 'node:fs';
import path from 'node:path';
import dcmjs from 'dcmjs';

interface Element {
  vr: string;
  Value: unknown[];
}
interface DicomFile {
  dict: Record<string, Element>;
  meta: Record<string, Element>;
  write(): ArrayBuffer;
}
const { DicomMessage } = dcmjs.data as unknown as {
  DicomMessage: { readFile(buffer: ArrayBuffer): DicomFile };
};

/** Slices with much brain, from the middle of the built-in study. */
const [FIRST, COUNT] = [9, 8];
const SIDE = 512;

/**
 * A study of one series of 512 x 512 from slices of built-in study A, again and again upwards at 1 mm, written to
 * `folder`; gives its StudyInstanceUID.
 */
export function writeMadeStudy(studies: string, folder: string, sliceCount: number): string {
  const root = `2.25.77${sliceCount}`;
  fs.mkdirSync(folder, { recursive: true });
  const files = Array.from({ length: COUNT }, (_, i) => {
    const name = `${String(FIRST + i).padStart(3, '0')}.dcm`;
    return enlarged(DicomMessage.readFile(read(path.join(studies, 'synthetic-a', name))));
  });
  const [x, y, z] = files[0]!.dict['00200032']!.Value.map(Number) as [number, number, number];
  const [, , , , along, down] = files[0]!.dict['00200037']!.Value.map(Number) as number[];
  for (let i = 0; i < sliceCount; i++) {
    const { dict, meta } = files[i % COUNT]!;
    const file = files[i % COUNT]!;
    const uid = `${root}.1.${i + 1}`;
    const set = (tag: string, ...values: unknown[]) => (dict[tag] = { ...dict[tag]!, Value: values });
    meta['00020003'] = { ...meta['00020003']!, Value: [uid] };
    set('00080018', uid);
    set('0020000D', root);
    set('0020000E', `${root}.1`);
    set('00100020', `MADE-${sliceCount}`);
    set('00100010', { Alphabetic: `Made^${sliceCount}` });
    set('00200013', i + 1);
    set('00180050', 1);
    set('00180088', 1);
    set('00200032', x, y - down! * i, z + along! * i); // along the normal of the slices
    fs.writeFileSync(path.join(folder, `${String(i).padStart(4, '0')}.dcm`), Buffer.from(file.write()));
  }
  return root;
}

function enlarged(file: DicomFile): DicomFile {
  const { dict } = file;
  const [rows, columns] = [Number(dict['00280010']!.Value[0]), Number(dict['00280011']!.Value[0])];
  const pixels = new Uint16Array(dict['7FE00010']!.Value[0] as ArrayBuffer);
  const large = new Uint16Array(SIDE * SIDE);
  for (let r = 0; r < SIDE; r++)
    for (let c = 0; c < SIDE; c++)
      large[r * SIDE + c] =
        pixels[Math.floor((r * rows) / SIDE) * columns + Math.floor((c * columns) / SIDE)]!;
  const [down, across] = dict['00280030']!.Value.map(Number) as [number, number];
  dict['00280010']!.Value = dict['00280011']!.Value = [SIDE];
  dict['00280030']!.Value = [(down * rows) / SIDE, (across * columns) / SIDE];
  dict['7FE00010']!.Value = [large.buffer];
  return file;
}

function read(file: string): ArrayBuffer {
  return Uint8Array.from(fs.readFileSync(file)).buffer;
}
