import zlib from 'node:zlib';
import { LacunaError } from '@lacuna/core/errors.ts';

/** Grey or map values as 0..255. */
export interface PreviewPlane {
  /** What 255 stands for; 0 stands for 0. */
  full: number;
  pixels: Uint8Array;
}

/** One slice of a case as pictures: that with the most truth, else the one with the highest score. */
export interface CasePreview {
  /** From 1 at the feet. */
  slice: number;
  rows: number;
  columns: number;
  rowSpacingMm: number;
  columnSpacingMm: number;
  /** `image`, `truth` (0 and 1), `map:<output>` and `reconstruction:<method>`, each rows*columns. */
  planes: Readonly<Record<string, PreviewPlane>>;
}

/** A plane with values 0..full as bytes; what is larger is cut. */
export function previewPlane(values: ArrayLike<number>, full: number): PreviewPlane {
  const scale = full > 0 ? 255 / full : 0;
  return { full, pixels: Uint8Array.from(values, (v) => Math.min(255, Math.max(0, Math.round(v * scale)))) };
}

/** gzip of one line of JSON and the planes one after the other; the same input gives the same bytes. */
export function encodePreview({ planes, ...rest }: CasePreview): Uint8Array {
  const names = Object.keys(planes);
  const head = JSON.stringify({ ...rest, planes: names.map((name) => [name, planes[name]!.full]) });
  const parts = [Buffer.from(`${head}\n`), ...names.map((name) => planes[name]!.pixels)];
  return zlib.gzipSync(Buffer.concat(parts), { level: 6 });
}

/** @throws LacunaError `corrupt-file` */
export function decodePreview(bytes: Uint8Array): CasePreview {
  try {
    const all = zlib.gunzipSync(bytes, { maxOutputLength: 2 ** 28 });
    const end = all.indexOf(10);
    const { planes, ...rest } = JSON.parse(all.toString('utf8', 0, end)) as Omit<CasePreview, 'planes'> & {
      planes: readonly [string, number][];
    };
    const size = rest.rows * rest.columns;
    if (all.length !== end + 1 + planes.length * size) throw new Error('length');
    const plane = (i: number) => new Uint8Array(all.subarray(end + 1 + i * size, end + 1 + (i + 1) * size));
    return {
      ...rest,
      planes: Object.fromEntries(planes.map(([name, full], i) => [name, { full, pixels: plane(i) }])),
    };
  } catch (cause) {
    throw new LacunaError(
      'corrupt-file',
      'The pictures of a case are damaged. Delete them and run the evaluation again.',
      undefined,
      { cause },
    );
  }
}
