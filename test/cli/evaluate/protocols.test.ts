/** Other projects' protocols from score files against the same functions on whole volumes. */
import fs from 'node:fs';
import path from 'node:path';
import { expect, test } from '@jest/globals';
import { deriveKey, uniforms } from '@lacuna/core/random.ts';
import { rankScores } from '@lacuna/core/metrics/index.ts';
import { berdiffSlices } from '@lacuna/core/metrics/protocols/berdiff.ts';
import { medianomalyPixels } from '@lacuna/core/metrics/protocols/medianomaly.ts';
import { caseMethod, truthRegions } from '../../../cli/src/evaluate/case-method.ts';
import { protocolCase } from '../../../cli/src/evaluate/protocol-case.ts';
import { medianomalyPooled } from '../../../cli/src/evaluate/protocol-summary.ts';
import { temporaryFolder } from '../support/folders.ts';

const SHAPE = [3, 20, 20] as const;
const SIZE = 1200;
const folder = temporaryFolder();

const cases = [0, 1, 2].map((n) => {
  const draw = uniforms(deriveKey(3, 'protocol', String(n)), 0, 2 * SIZE);
  const brain = Uint8Array.from({ length: SIZE }, (_, i) => (i % 20 > 3 ? 1 : 0));
  const truth = Uint8Array.from({ length: SIZE }, (_, i) => (i < 400 && i % 20 > 8 && i % 20 < 14 ? 1 : 0));
  const map = Float32Array.from({ length: SIZE }, (_, i) =>
    brain[i] && draw[i]! > 0.3 ? draw[SIZE + i]! + truth[i]! : 0,
  );
  const positions = Uint32Array.from([...brain.keys()].filter((i) => brain[i] || truth[i]));
  return { brain, truth, map, positions, scores: Float32Array.from(positions, (i) => map[i]!) };
});

test('MedIAnomaly: pooled over all pixels, background included', () => {
  const files = cases.map(({ truth, scores, positions }, n) => {
    const { file } = caseMethod(truthRegions(truth, SHAPE, positions), {
      scores,
      masked: new Uint8Array(positions.length),
      voxelMl: 1,
    });
    fs.writeFileSync(path.join(folder, `${n}.bin`), file);
    return path.join(folder, `${n}.bin`);
  });
  const expected = medianomalyPixels(
    rankScores(
      Float32Array.from(cases.flatMap(({ map }) => [...map])),
      Uint8Array.from(cases.flatMap(({ truth }) => [...truth])),
    ),
  );
  const found = medianomalyPooled(files, cases.length * SIZE);
  expect(found.ap).toBeCloseTo(expected.ap!, 12);
  expect(found.auroc).toBeCloseTo(expected.auroc!, 12);
  expect(found.dice_best).toBeCloseTo(expected.bestDice!, 12);
  expect(found.threshold_best).toBe(expected.bestThreshold);
});

test('a case gets its whole map back from the scored pixels', () => {
  const { map, ...one } = cases[0]!;
  const figures = protocolCase('berdiff', { ...one, shape: SHAPE, threshold: 0.5 });
  expect(figures).toEqual({
    kind: 'berdiff',
    slices: berdiffSlices({ map, truth: one.truth, shape: SHAPE }),
  });
  expect(protocolCase('pddpm', { ...one, shape: SHAPE, threshold: 0.5 })).toMatchObject({ kind: 'pddpm' });
  expect(protocolCase('native', { ...one, shape: SHAPE, threshold: 0.5 })).toBeUndefined();
});
