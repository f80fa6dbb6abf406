import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll } from '@jest/globals';
import { findPython } from '../../../scripts/environment.mjs';

export const ROOT = fileURLToPath(new URL('../../..', import.meta.url));
export const TINY = path.join(ROOT, 'test/fixtures/weights-tiny');
export const STUDY = path.join(ROOT, 'viewer/studies/synthetic-a');

/** A fresh folder, removed after the file's tests. */
export function temporaryFolder(): string {
  const folder = fs.mkdtempSync(path.join(os.tmpdir(), 'lacuna-cli-'));
  afterAll(() => fs.rmSync(folder, { recursive: true, force: true }));
  return folder;
}

/** Python with readers that are not ours, or undefined. */
export const python = findPython('nibabel', 'numpy', 'pydicom');
const inCI = process.env.CI === 'true';

/** Whether a test that wants something is skipped for want of it; in CI it runs, and fails, instead. */
export const lacks = (thing: unknown): boolean => thing === undefined && !inCI;

/** The middle slices of the built-in study, with lesion; `change` may alter a file's bytes. */
export function smallSeries(
  folder: string,
  change: (bytes: Buffer, index: number) => Buffer = (bytes) => bytes,
): string {
  fs.mkdirSync(folder, { recursive: true });
  ['006', '007', '008'].forEach((name, i) => {
    fs.writeFileSync(
      path.join(folder, `${name}.dcm`),
      change(fs.readFileSync(path.join(STUDY, `${name}.dcm`)), i),
    );
  });
  return folder;
}

/** Replaces the value of an explicit-VR little-endian element of short form by one of the same length. */
export function patchElement(
  bytes: Buffer,
  group: number,
  element: number,
  vr: string,
  value: string | number,
): Buffer {
  const tag = Buffer.alloc(6);
  tag.writeUInt16LE(group, 0);
  tag.writeUInt16LE(element, 2);
  tag.write(vr, 4, 'latin1');
  const at = bytes.indexOf(tag, 132);
  if (at < 0) throw new Error('the element to patch is not in the file');
  const length = bytes.readUInt16LE(at + 6);
  const patched = Buffer.from(bytes);
  if (typeof value === 'number') patched.writeUInt16LE(value, at + 8);
  else patched.write(value.padEnd(length, vr === 'UI' ? '\0' : ' ').slice(0, length), at + 8, 'latin1');
  return patched;
}
