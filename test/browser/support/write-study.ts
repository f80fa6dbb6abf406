import { execFileSync } from 'node:child_process';
import fs from 'node:fs';
import path from 'node:path';
import dcmjs from 'dcmjs';

interface Element {
  vr: string;
  Value: unknown[];
}
/** dcmjs's reader, which the product does not use. */
const { DicomMessage } = dcmjs.data as unknown as {
  DicomMessage: {
    readFile(file: ArrayBuffer): {
      dict: Record<string, Element>;
      meta: Record<string, Element>;
      write(): ArrayBuffer;
    };
  };
};

export interface CopiedSeries {
  /** Series Description. */
  readonly name: string;
  readonly number: number;
  /** Files taken, from 0 in the order of their names; all of them by default. */
  readonly files?: readonly [from: number, to: number];
  /** Other elements by tag; null leaves one out. */
  readonly changes?: Readonly<Record<string, Element | null>>;
  /** A second part of the same series has other numbers. */
  readonly firstInstance?: number;
  /** The transfer syntax is JPEG-LS lossless. */
  readonly compressed?: boolean;
}

/** Copies a series into a study of its own, as often and in such forms as asked for; gives the study's UID. */
export function writeStudy(from: string, to: string, study: string, series: readonly CopiedSeries[]): string {
  fs.mkdirSync(to, { recursive: true });
  const names = fs
    .readdirSync(from)
    .filter((file) => file.endsWith('.dcm'))
    .sort();
  for (const copied of series) {
    const { number, firstInstance = 1, files = [0, names.length] } = copied;
    for (const [index, source] of names.slice(...files).entries()) {
      const instance = firstInstance + index;
      const bytes = changed(fs.readFileSync(path.join(from, source)), study, instance, copied);
      const file = path.join(to, `${number}-${String(instance).padStart(3, '0')}.dcm`);
      fs.writeFileSync(file, bytes);
      if (copied.compressed) execFileSync('dcmcjpls', [file, file]);
    }
  }
  return study;
}

function changed(
  bytes: Uint8Array,
  study: string,
  instance: number,
  { name, number, changes = {} }: CopiedSeries,
): Uint8Array {
  const file = DicomMessage.readFile(Uint8Array.from(bytes).buffer);
  const uid = `${study}.${number}.${instance}`;
  const elements: Record<string, Element | null> = {
    '0020000D': { vr: 'UI', Value: [study] },
    '0020000E': { vr: 'UI', Value: [`${study}.${number}`] },
    '00080018': { vr: 'UI', Value: [uid] },
    '00200011': { vr: 'IS', Value: [String(number)] },
    '00200013': { vr: 'IS', Value: [String(instance)] },
    '0008103E': { vr: 'LO', Value: [name] },
    ...changes,
  };
  const kept = Object.entries({ ...file.dict, ...elements }).filter(([, element]) => element !== null);
  file.dict = Object.fromEntries(kept) as Record<string, Element>;
  file.meta['00020003']!.Value = [uid];
  return Buffer.from(file.write());
}

const element = (vr: string, ...values: unknown[]): Element => ({ vr, Value: values });

/** Headers of a T1-weighted gradient echo in place of those of a FLAIR. */
export const AS_T1 = {
  '00180020': element('CS', 'GR'),
  '00180021': element('CS', 'SP'),
  '00180024': null,
  '00180080': element('DS', '9'),
  '00180081': element('DS', '4'),
  '00180082': null,
  '00180091': null,
  '00181030': element('LO', 'AX T1'),
} as const;

/** Headers that leave the sequence to be found by its times: a FLAIR, and a proton density image at the same places. */
export const BY_TIMES = { '00180024': null, '00181030': element('LO', 'DUAL') } as const;
export const PROTON_DENSITY = {
  ...BY_TIMES,
  '00180020': element('CS', 'SE'),
  '00180081': element('DS', '15'),
  '00180082': null,
} as const;
