import fs from 'node:fs';
import { describe, expect, it } from '@jest/globals';
import { releaseSegmentation } from '@lacuna/core/dicom/release.ts';
import { verifySegmentation } from '@lacuna/core/dicom/segmentation-verifier.ts';
import { sourceFromDataSet } from '@lacuna/core/dicom/source.ts';
import { parsePart10 } from '@lacuna/cli/src/dicom-parse.ts';
import { numbers } from './support/request.ts';

const MR = new Uint8Array(
  fs.readFileSync(new URL('../../viewer/studies/synthetic-a/001.dcm', import.meta.url)),
);
/** 500 in a normal run; LACUNA_FUZZ=100000 on demand. */
const MUTATIONS = Number(process.env['LACUNA_FUZZ'] ?? 500);
const SLOWEST_MS = 2000;

/** Up to 8 faults in the first `reach` bytes: bytes replaced, turned, made extreme; sometimes the file is cut. */
function mutate(bytes: Uint8Array, reach: number, next: () => number): Uint8Array {
  const below = (n: number) => Math.floor(next() * n);
  const damaged = new Uint8Array(bytes);
  for (let fault = 1 + below(8); fault > 0; fault--) {
    const at = below(reach);
    const kind = below(4);
    if (kind === 0) damaged[at] = below(256);
    else if (kind === 1) damaged[at]! ^= 1 << below(8);
    else damaged.fill(kind === 2 ? 0xff : 0, at, at + 1 + below(4));
  }
  return next() < 0.1 ? damaged.slice(0, below(damaged.length)) : damaged;
}

/** What came out of each mutation; anything thrown that is not typed is kept. */
function run(original: Uint8Array, reach: number, read: (bytes: Uint8Array) => string) {
  const next = numbers(20260117);
  const outcomes = new Map<string, number>();
  const untyped: unknown[] = [];
  let slowestMs = 0;
  for (let i = 0; i < MUTATIONS; i++) {
    const damaged = mutate(original, reach, next);
    const start = performance.now();
    let outcome: string;
    try {
      outcome = read(damaged);
    } catch (thrown) {
      const { name, code } = Object(thrown) as { name?: string; code?: string };
      outcome = `refused: ${code}`;
      if (name !== 'LacunaError') untyped.push(thrown);
    }
    slowestMs = Math.max(slowestMs, performance.now() - start);
    outcomes.set(outcome, (outcomes.get(outcome) ?? 0) + 1);
  }
  return { outcomes, untyped, slowestMs };
}

describe('damaged files', () => {
  it('of a source give an instance or a typed refusal, soon', () => {
    const header = 1600; // everything before the pixel data
    const { outcomes, untyped, slowestMs } = run(MR, header, (bytes) => {
      sourceFromDataSet(parsePart10(bytes).dataSet);
      return 'read';
    });
    expect(untyped).toEqual([]);
    expect(slowestMs).toBeLessThan(SLOWEST_MS);
    expect([...outcomes.keys()]).toEqual(
      expect.arrayContaining(['read', 'refused: corrupt-file', 'refused: no-geometry']),
    );
  }, 120_000);

  it('of a segmentation are judged, soon, and never believed when a stored bit differs', () => {
    const source = [sourceFromDataSet(parsePart10(MR).dataSet)];
    const masks = source.map(({ rows, columns }) =>
      Uint8Array.from({ length: rows * columns }, (_, i) => Number(i % 7 === 0)),
    );
    const algorithm = { name: 'DiffusionAD', version: '0.1.0', parameters: { seed: 1 } };
    let n = 0;
    const released = releaseSegmentation({
      source,
      segments: [{ method: 'diffusion-ad', label: 'Anomaly candidates', masks, algorithm }],
      seriesNumber: 900,
      contentDate: new Date(2026, 0, 2),
      uid: () => `2.25.${5000 + n++}`,
      softwareVersion: '0.1.0',
    });
    if (released.kind === 'empty') throw new Error('the masks are not empty');
    const { bytes } = released;
    const { outcomes, untyped, slowestMs } = run(bytes, bytes.length, (damaged) => {
      const { kind } = verifySegmentation(damaged, source, [{ masks }]);
      const pixelsFrom = bytes.length - masks[0]!.length / 8;
      const differs =
        damaged.length !== bytes.length || damaged.some((value, i) => i >= pixelsFrom && value !== bytes[i]);
      return `${kind}${differs ? ', pixels differ' : ''}`;
    });
    expect(untyped).toEqual([]);
    expect(slowestMs).toBeLessThan(SLOWEST_MS);
    expect(outcomes.get('verified, pixels differ') ?? 0).toBe(0);
    expect(outcomes.get('rejected, pixels differ')).toBeGreaterThan(MUTATIONS / 2);
  }, 240_000);
});
