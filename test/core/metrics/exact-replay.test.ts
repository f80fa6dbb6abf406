/** Reading a set twice gives the same digits as holding all of it. */
import { expect, test } from '@jest/globals';
import {
  type ScoreBatch,
  ScoreHistogram,
  auroc,
  averagePrecision,
  exactByReplay,
  oracleDice,
} from '@lacuna/core/metrics/index.ts';
import { LacunaError } from '@lacuna/core/errors.ts';
import { type Drawn, drawn } from './support/scores.ts';

function* batches({ scores, truth }: Drawn, size: number): Generator<ScoreBatch> {
  for (let start = 0; start < scores.length; start += size)
    yield { scores: scores.subarray(start, start + size), truth: truth.subarray(start, start + size) };
}

const shifted = ({ scores, truth }: Drawn): Drawn => ({ scores: scores.map((score) => score - 0.4), truth });
const SETS: Readonly<Record<string, Drawn>> = {
  distinct: drawn(1, 6000, 0.05),
  ties: drawn(2, 6000, 0.05, 30),
  'both signs': shifted(drawn(3, 6000, 0.3)),
  'no positive': drawn(4, 50, 0),
  'no negative': drawn(5, 50, 1.1),
  nothing: { scores: new Float32Array(0), truth: new Uint8Array(0) },
};

test.each(Object.entries(SETS))('%s', async (_, set) => {
  const histogram = new ScoreHistogram(13);
  histogram.add(set.scores, set.truth);
  let reads = 0;
  const replay = () => {
    reads++;
    return batches(set, 411);
  };
  const found = await exactByReplay(histogram, replay, { maxBins: 1000 });
  const expected = [averagePrecision(set.scores, set.truth), auroc(set.scores, set.truth)];
  [found.ap, found.auroc].forEach((value, i) => {
    if (expected[i] === null) expect(value).toBeNull();
    else expect(Math.abs(value! - expected[i]!)).toBeLessThan(1e-15);
  });
  expect(found.oracle).toEqual(oracleDice(set.scores, set.truth));
  if (set === SETS['distinct']) expect(reads).toBeGreaterThan(2);
});

test('a cancelled run stops', async () => {
  const histogram = new ScoreHistogram();
  const set = SETS['ties']!;
  histogram.add(set.scores, set.truth);
  const signal = AbortSignal.abort();
  await expect(exactByReplay(histogram, () => batches(set, 411), { signal })).rejects.toThrow(LacunaError);
});
