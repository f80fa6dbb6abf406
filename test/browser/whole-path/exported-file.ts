import { spawnSync } from 'node:child_process';
import fs from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import dicomParser from 'dicom-parser';
import { sourceFromDataSet, type SourceInstance } from '@lacuna/core/dicom/source.ts';

const COMMAND = path.resolve(path.dirname(fileURLToPath(import.meta.url)), '../../../cli/bin/lacuna.mjs');

/** The source instances of a series, straight from its files. */
export function sourcesIn(folder: string): SourceInstance[] {
  const files = fs.readdirSync(folder).filter((file) => file.endsWith('.dcm'));
  return files.map((file) =>
    sourceFromDataSet(dicomParser.parseDicom(fs.readFileSync(path.join(folder, file)))),
  );
}

/** By what an object is known. */
export function objectIds(file: string): { sopInstanceUID: string; seriesInstanceUID: string } {
  const dataSet = dicomParser.parseDicom(fs.readFileSync(file));
  const text = (tag: string) => dataSet.string(tag) ?? '';
  return { sopInstanceUID: text('x00080018'), seriesInstanceUID: text('x0020000e') };
}

/** Runs `lacuna reproduce` on a SEG; its output, and how many voxels differ from a fresh run in Node. */
export function reproduced(file: string, sourceFolder: string): { text: string; differing: number } {
  const { stdout, stderr, status } = spawnSync(process.execPath, [COMMAND, 'reproduce', file, sourceFolder], {
    encoding: 'utf8',
  });
  const text = stdout.trim();
  if (status === 0 && /: identical, [1-9]\d* voxels in the mask/.test(text)) return { text, differing: 0 };
  const differing = /(\d+) voxels differ, in/.exec(text)?.[1];
  if (differing === undefined) throw new Error(`lacuna reproduce ended with ${status}: ${text} ${stderr}`);
  return { text, differing: Number(differing) };
}

/** Lines of dciodvfy that say "Error"; undefined where it is not installed. */
export function dciodvfyErrors(file: string): string[] | undefined {
  const result = spawnSync('dciodvfy', [file], { encoding: 'utf8' });
  if (result.error) return undefined;
  return `${result.stdout}\n${result.stderr}`.split('\n').filter((line) => /^Error/.test(line));
}

export const maskFromText = (base64: string): Uint8Array => new Uint8Array(Buffer.from(base64, 'base64'));
