import fs from 'node:fs';
import path from 'node:path';
import dcmjs from 'dcmjs';

interface Element {
  Value: string[];
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

const UIDS = {
  StudyInstanceUID: '0020000D',
  SeriesInstanceUID: '0020000E',
  SOPInstanceUID: '00080018',
} as const;

/** Copies a study as a CT with other UIDs: a series that the viewer shows and the detectors refuse. */
export function writeRefusedStudy(from: string, to: string): string {
  fs.mkdirSync(to, { recursive: true });
  const study = '2.25.4711';
  for (const [index, name] of fs
    .readdirSync(from)
    .filter((file) => file.endsWith('.dcm'))
    .sort()
    .entries()) {
    const file = DicomMessage.readFile(Uint8Array.from(fs.readFileSync(path.join(from, name))).buffer);
    const set = (tag: string, value: string) => Object.assign(file.dict[tag]!, { Value: [value] });
    set(UIDS.StudyInstanceUID, study);
    set(UIDS.SeriesInstanceUID, `${study}.1`);
    set(UIDS.SOPInstanceUID, `${study}.1.${index + 1}`);
    file.meta['00020003']!.Value = [`${study}.1.${index + 1}`];
    set('00080060', 'CT');
    fs.writeFileSync(path.join(to, name), Buffer.from(file.write()));
  }
  return study;
}
