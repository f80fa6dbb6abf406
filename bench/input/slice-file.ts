import fs from 'node:fs';
import path from 'node:path';
import type { SliceGeometry, SourceSlice } from '@lacuna/core/imaging/series.ts';

/** Slices as every contender reads them: this JSON, and row-major little-endian float32 pixels in `pixels` beside it. */
export interface SliceFile {
  geometry: SliceGeometry;
  count: number;
  pixels: string;
}

/** Writes `slices`, all of one size, to `folder`; returns the path of the JSON. */
export function writeSlices(folder: string, slices: readonly SourceSlice[]): string {
  const { geometry } = slices[0]!;
  const area = geometry.rows * geometry.columns;
  const all = new Float32Array(area * slices.length);
  slices.forEach(({ pixels }, i) => all.set(pixels, i * area));
  fs.writeFileSync(path.join(folder, 'slices.f32'), new Uint8Array(all.buffer));
  const file: SliceFile = { geometry, count: slices.length, pixels: 'slices.f32' };
  const json = path.join(folder, 'slices.json');
  fs.writeFileSync(json, JSON.stringify(file));
  return json;
}

export function readSlices(json: string): SourceSlice[] {
  const { geometry, count, pixels } = JSON.parse(fs.readFileSync(json, 'utf8')) as SliceFile;
  const bytes = new Uint8Array(fs.readFileSync(path.join(path.dirname(json), pixels)));
  const area = geometry.rows * geometry.columns;
  const all = new Float32Array(bytes.buffer);
  return Array.from({ length: count }, (_, i) => ({
    key: `slice-${i}`,
    geometry,
    pixels: all.subarray(i * area, (i + 1) * area),
  }));
}
