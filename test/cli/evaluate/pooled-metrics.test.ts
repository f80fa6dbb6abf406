/** The pooled figures from score files against src/metrics on all pixels at once, which is compared with scikit-learn elsewhere. */
import fs from 'node:fs';
import path from 'node:path';
import { describe, expect, test } from '@jest/globals';
import { deriveKey, uniforms } from '@lacuna/core/random.ts';
import {
  aupro30,
  auroc,
  averagePrecision,
  connectedRegions,
  oracleDice,
} from '@lacuna/core/metrics/index.ts';
import { caseMethod, truthRegions } from '../../../cli/src/evaluate/case-method.ts';
import { pooledMetrics } from '../../../cli/src/evaluate/pooled-metrics.ts';
import { temporaryFolder } from '../support/folders.ts';

const SHAPE = [4, 12, 12] as const;
const SIZE = SHAPE[0] * SHAPE[1] * SHAPE[2];
const EVERYWHERE = Uint32Array.from({ length: SIZE }, (_, i) => i);
const folder = temporaryFolder();

/** Random volumes; `levels` makes ties, `share` of the pixels are true. */
function volumes(name: string, count: number, levels: number, share: number) {
  return Array.from({ length: count }, (_, n) => {
    const draw = uniforms(deriveKey(7, name, String(n)), 0, 2 * SIZE);
    const truth = Uint8Array.from({ length: SIZE }, (_, i) => (draw[i]! < share ? 1 : 0));
    const scores = Float32Array.from({ length: SIZE }, (_, i) => {
      const value = draw[SIZE + i]! ** 3 + (truth[i] ? 0.1 : 0);
      return levels > 0 ? Math.floor(value * levels) / levels : value;
    });
    return { truth, scores };
  });
}

describe.each([
  ['random', 5, 0, 0.05],
  ['many ties', 5, 4, 0.05],
  ['constant', 3, 1, 0.02],
  ['one case', 1, 0, 0.5],
  ['all true', 2, 0, 2],
  ['no truth', 2, 0, -1],
])('%s', (name, count, levels, share) => {
  const cases = volumes(name, count, levels, share);
  const files = cases.map(({ truth, scores }, n) => {
    const { file } = caseMethod(truthRegions(truth, SHAPE, EVERYWHERE), {
      scores,
      masked: new Uint8Array(SIZE),
      voxelMl: 0.001,
    });
    const target = path.join(folder, `${name}-${n}.bin`);
    fs.writeFileSync(target, file);
    return target;
  });
  const scores = Float32Array.from(cases.flatMap((one) => [...one.scores]));
  const truth = Uint8Array.from(cases.flatMap((one) => [...one.truth]));
  const close = (found: number | null, expected: number | null) =>
    expected === null ? expect(found).toBeNull() : expect(found).toBeCloseTo(expected, 12);

  test('AP, AUROC, AUPRO and the oracle are those of all pixels together', () => {
    const pooled = pooledMetrics(files);
    close(pooled.ap, averagePrecision(scores, truth));
    close(pooled.auroc, auroc(scores, truth));
    close(pooled.aupro30, aupro30(cases.map((one) => ({ ...one, shape: SHAPE }))));
    expect(pooled.oracle).toEqual(oracleDice(scores, truth));
    expect(pooled.positives + pooled.negatives).toBe(truth.length);
  });

  test('the order of the files does not matter, and the curves end where they must', () => {
    const { curves, ...figures } = pooledMetrics(files);
    const turned = pooledMetrics([...files].reverse());
    close(turned.ap, figures.ap);
    if (figures.ap === null) return expect(curves.precisionRecall).toEqual([]);
    expect(curves.precisionRecall[0]).toEqual([0, 1]);
    expect(curves.precisionRecall.at(-1)![0]).toBe(1);
    return undefined;
  });
});

test('the figures of a case are those of src/metrics, region sizes included', () => {
  const { truth, scores } = volumes('case', 1, 0, 0.1)[0]!;
  const { figures } = caseMethod(truthRegions(truth, SHAPE, EVERYWHERE), {
    scores,
    masked: truth,
    voxelMl: 0.001,
  });
  expect(figures.aupro30).toBeCloseTo(aupro30([{ scores, truth, shape: SHAPE }])!, 12);
  expect(figures.dice).toBe(1);
  const lesions = connectedRegions(truth, SHAPE).sizes.filter((size, i) => i > 0 && size >= 8).length;
  expect(figures.lesions).toEqual({ tp: lesions, fp: 0, fn: 0 });
});
