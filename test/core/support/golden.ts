import fs from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';

/** Written by `python -m lacuna_training golden`, which implements the same contract independently. */
export const FIXTURES = path.resolve(path.dirname(fileURLToPath(import.meta.url)), '../../fixtures');

export interface Packed {
  dtype: 'float32' | 'float64' | 'uint8';
  shape: number[];
  base64: string;
}

export function goldenCases<T>(topic: string): T[] {
  const json = JSON.parse(fs.readFileSync(path.join(FIXTURES, 'golden', `${topic}.json`), 'utf8')) as {
    cases: T[];
  };
  if (json.cases.length === 0) throw new Error(`no golden cases of ${topic}`);
  return json.cases;
}

/** The bytes of a packed array, aligned, in a buffer of their own. */
function bytes(packed: Packed): ArrayBuffer {
  return Uint8Array.from(Buffer.from(packed.base64, 'base64')).buffer;
}
export const float32 = (packed: Packed) => new Float32Array(bytes(packed));
export const float64 = (packed: Packed) => new Float64Array(bytes(packed));
export const uint8 = (packed: Packed) => new Uint8Array(bytes(packed));

/** Largest |a - b|; Infinity when lengths differ or a value is not a number. */
export function largestDifference(a: ArrayLike<number>, b: ArrayLike<number>): number {
  if (a.length !== b.length) return Infinity;
  let largest = 0;
  for (let i = 0; i < a.length; i++) {
    const difference = Math.abs(a[i]! - b[i]!);
    if (!(difference <= largest)) largest = Number.isNaN(difference) ? Infinity : difference;
  }
  return largest;
}
