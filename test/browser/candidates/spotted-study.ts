import fs from 'node:fs';
import path from 'node:path';
import dcmjs from 'dcmjs';
import { firstBuiltInStudy, STUDIES } from '../support/built-in-studies.ts';
import { writeStudy } from '../support/write-study.ts';

interface File {
  dict: Record<string, { Value: unknown[] }>;
  write(): ArrayBuffer;
}
const { DicomMessage } = dcmjs.data as unknown as { DicomMessage: { readFile(bytes: ArrayBuffer): File } };

const [RADIUS_MM, SPACING_MM] = [7, 21];
/** All of them. */
const FILES = [0, 24] as const;

/**
 * Slices of the built-in study with bright spots all over the head in every other one, which hang together with none of the
 * others; gives the StudyInstanceUID.
 */
export function writeSpottedStudy(to: string): string {
  const from = path.join(STUDIES, firstBuiltInStudy().folder);
  const study = writeStudy(from, to, '2.25.4715', [{ name: 'FLAIR with spots', number: 1, files: FILES }]);
  for (const [index, name] of fs.readdirSync(to).sort().entries()) {
    if (index % 2 === 0) continue;
    const file = DicomMessage.readFile(Uint8Array.from(fs.readFileSync(path.join(to, name))).buffer);
    addSpots(file);
    fs.writeFileSync(path.join(to, name), Buffer.from(file.write()));
  }
  return study;
}

function addSpots({ dict }: File): void {
  const number = (tag: string, at = 0) => Number(dict[tag]!.Value[at]);
  const [rows, columns] = [number('00280010'), number('00280011')];
  const [down, across] = [number('00280030'), number('00280030', 1)];
  const pixels = new Uint16Array(dict['7FE00010']!.Value[0] as ArrayBuffer);
  const [brightest, head] = [Math.max(...pixels), pixels.slice()];
  const fromSpot = (mm: number) => Math.abs((mm % SPACING_MM) - SPACING_MM / 2);
  for (let i = 0; i < rows * columns; i++) {
    const [y, x] = [down * Math.floor(i / columns), across * (i % columns)];
    if (head[i]! > brightest / 10 && Math.hypot(fromSpot(y), fromSpot(x)) < RADIUS_MM) pixels[i] = brightest;
  }
}
