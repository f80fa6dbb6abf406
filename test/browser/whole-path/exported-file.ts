import { spawnSync } from 'node:child_process';
import fs from 'node:fs';
import path from 'node:path';
import dicomParser from 'dicom-parser';
import { sourceFromDataSet, type SourceInstance } from '@lacuna/core/dicom/source.ts';

/** The source instances of a series, straight from its files. */
export function sourcesIn(folder: string): SourceInstance[] {
  const files = fs.readdirSync(folder).filter((file) => file.endsWith('.dcm'));
  return files.map((file) =>
    sourceFromDataSet(dicomParser.parseDicom(fs.readFileSync(path.join(folder, file)))),
  );
}

/** Lines of dciodvfy that say "Error"; undefined where it is not installed. */
export function dciodvfyErrors(file: string): string[] | undefined {
  const result = spawnSync('dciodvfy', [file], { encoding: 'utf8' });
  if (result.error) return undefined;
  return `${result.stdout}\n${result.stderr}`.split('\n').filter((line) => /^Error/.test(line));
}

export const maskFromText = (base64: string): Uint8Array => new Uint8Array(Buffer.from(base64, 'base64'));
