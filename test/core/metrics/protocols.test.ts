/** Protocols of others against their published formulas, re-expressed with numpy, scipy and scikit-learn. */
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import * as metrics from '@lacuna/core/metrics/index.ts';
import { dropFilledUpTo } from '@lacuna/core/metrics/protocols/filled-area.ts';
import { findPython } from '../../../scripts/environment.mjs';
import { testWith } from '../../conformance/support/tools.ts';
import { protocolVolume } from './support/protocol-volume.ts';
import { Differences, REFERENCE_SECONDS, askReference } from './support/reference.ts';

interface Answer {
  berdiff: {
    slice: number;
    dice: number;
    auroc: number;
    ap: number;
    sensitivity: number;
    precision: number | null;
    there: [number, number, number];
  }[];
  pddpm: {
    map: number[];
    ap: number;
    auroc: number;
    best: [number, number];
    dice: number;
    sensitivity: number;
    precision: number | null;
    fdr: number | null;
    healthy: number[];
    healthyAsPublished: number[];
    slices: number[];
  };
  medianomaly: { ap: number; auroc: number; best: [number, number]; imageAp: number; imageAuroc: number };
}

const VOLUMES = [
  protocolVolume(1, [6, 40, 52], 0),
  protocolVolume(2, [9, 61, 30], 0),
  protocolVolume(3, [4, 33, 33], 12),
  protocolVolume(4, [3, 26, 27], 3),
];
const THRESHOLD = 0.45;
const python = findPython('sklearn', 'scipy');
const needs = { 'Python with test/requirements.txt': python };
const differences = new Differences();
let answers: Answer[];

beforeAll(() => {
  if (!python) return;
  const volumes = VOLUMES.map((volume) => ({ ...volume, threshold: THRESHOLD }));
  answers = askReference<{ volumes: Answer[] }>(python, 'reference_protocols.py', { volumes }).volumes;
}, REFERENCE_SECONDS * 1000);
afterAll(() => console.log(differences.toString()));

function near(name: string, ours: number | null, theirs: number | null): void {
  if (ours === null || theirs === null) return expect([name, ours]).toEqual([name, theirs]);
  const close = differences.note(name, ours, theirs) <= 1e-9;
  expect({ name, ours, theirs, close }).toEqual({ name, ours, theirs, close: true });
}

describe.each(VOLUMES.map((volume, i) => [volume.id, volume, i] as const))('%s', (_, volume, i) => {
  testWith(needs, 'berdiff', () => {
    const ours = metrics.berdiffSlices(volume);
    const theirs = answers[i]!.berdiff;
    expect(ours.map(({ slice }) => slice)).toEqual(theirs.map(({ slice }) => slice));
    expect(ours.length).toBeGreaterThan(0);
    ours.forEach((slice, k) => {
      for (const name of ['dice', 'auroc', 'ap', 'sensitivity', 'precision'] as const)
        near(`berdiff ${name}`, slice[name], theirs[k]![name]);
      const { precision, recall, fpr } = slice.asNamedThere;
      [precision, recall, fpr].forEach((value, at) =>
        near('berdiff as named there', value, theirs[k]!.there[at]!),
      );
    });
  });

  testWith(needs, 'pddpm', () => {
    const theirs = answers[i]!.pddpm;
    const prepared = metrics.pddpmMap(volume);
    expect(prepared).toEqual(Float32Array.from(theirs.map));
    const ours = metrics.pddpmVolume(prepared, volume, THRESHOLD);
    for (const name of ['ap', 'auroc', 'dice', 'sensitivity', 'precision'] as const)
      near(`pddpm ${name}`, ours[name], theirs[name]);
    near('pddpm false discovery rate', ours.falseDiscoveryRate, theirs.fdr);
    near('pddpm best Dice', ours.bestDice, theirs.best[0]);
    const searched = metrics.bisectedDice(metrics.rankScores(prepared, volume.truth));
    near('pddpm threshold', searched?.threshold ?? null, theirs.best[1]);
    [0.01, 0.05, 0.1].forEach((rate, k) => {
      const threshold = metrics.healthyThreshold(prepared, rate)!;
      near('pddpm healthy threshold', threshold, theirs.healthy[k]!);
      // thinning the curve first, as published, can only skip to a smaller threshold
      expect(theirs.healthyAsPublished[k]).toBeLessThanOrEqual(threshold);
    });
    metrics
      .pddpmSliceScores(prepared, volume)
      .forEach((score, k) => near('pddpm slice', score, theirs.slices[k]!));
  });

  testWith(needs, 'medianomaly', () => {
    const theirs = answers[i]!.medianomaly;
    const ours = metrics.medianomalyPixels(metrics.rankScores(volume.map, volume.truth));
    near('medianomaly AP', ours.ap, theirs.ap);
    near('medianomaly AUROC', ours.auroc, theirs.auroc);
    near('medianomaly best Dice', ours.bestDice, theirs.best[0]);
    near('medianomaly threshold', ours.bestThreshold, theirs.best[1]);
    const slices = metrics.medianomalySlices(volume);
    near('medianomaly image AP', metrics.averagePrecision(slices.scores, slices.truth), theirs.imageAp);
    near('medianomaly image AUROC', metrics.auroc(slices.scores, slices.truth), theirs.imageAuroc);
  });
});

describe('by hand', () => {
  const grid = (...rows: string[]) => Uint8Array.from(rows.join(''), (cell) => (cell === '#' ? 1 : 0));

  test('a ring counts with its hole, unless a corner lets the outside in', () => {
    const closed = grid('#####', '#...#', '#...#', '#...#', '#####'); // 16 pixels, 25 filled
    const rounded = grid('.###.', '#...#', '#...#', '#...#', '.###.'); // 12 pixels, open at its corners
    const small = grid('####.', '#..#.', '#..#.', '#..#.', '####.'); // 14 pixels, 20 filled
    const kept = (mask: Uint8Array) => dropFilledUpTo(mask, 5, 5, 15).some((value) => value !== 0);
    expect([kept(closed), kept(rounded), kept(small)]).toEqual([true, false, true]);
  });

  test('a constant map and a truth without pixels give null or 0, never NaN', () => {
    const shape = [1, 8, 8] as const;
    const flat = {
      map: new Float32Array(64).fill(0.3),
      truth: new Uint8Array(64),
      brain: new Uint8Array(64).fill(1),
      shape,
    };
    expect(metrics.berdiffSlices(flat)).toEqual([]);
    const pixels = metrics.medianomalyPixels(metrics.rankScores(flat.map, flat.truth));
    expect(pixels).toEqual({ ap: null, auroc: null, bestDice: null, bestThreshold: null });
    const prepared = metrics.pddpmMap(flat);
    const volume = metrics.pddpmVolume(prepared, flat, 0.5);
    expect(Object.values(volume)).toEqual([null, null, null, null, null, null, null]);
    flat.truth[0] = 1;
    const [slice] = metrics.berdiffSlices(flat);
    expect(slice).toMatchObject({ dice: 0, auroc: 0.5, ap: 1 / 64, precision: null, sensitivity: 0 });
    expect(metrics.healthyThreshold(new Float32Array(0), 0.01)).toBeNull();
  });

  test('native: a true pixel outside the brain mask counts as missed', () => {
    const truth = Uint8Array.of(1, 1, 0, 0);
    const one = metrics.nativeCase(
      {
        id: 'a',
        map: Float32Array.of(0, 2, 1, 0),
        truth,
        brain: Uint8Array.of(0, 1, 1, 0),
        shape: [1, 2, 2],
      },
      Uint8Array.of(0, 1, 0, 0),
    );
    expect(one.counts).toEqual({ tp: 1, fp: 0, fn: 1, tn: 1 });
    expect([one.dice, one.sensitivity, one.fpr]).toEqual([2 / 3, 0.5, 0]);
    expect(one.oracle).toEqual({ dice: 0.8, threshold: 0 });
  });
});
