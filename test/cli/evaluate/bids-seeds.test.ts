/** A BIDS set in, BIDS derivatives out, and several seeds: whole runs with the tiny weights. */
import fs from 'node:fs';
import path from 'node:path';
import { beforeAll, expect, jest, test } from '@jest/globals';
import type { CaseRecord } from '../../../cli/src/evaluate/case-types.ts';
import type { Summary } from '../../../cli/src/evaluate/summary-types.ts';
import { temporaryFolder, TINY } from '../support/folders.ts';
import { lacuna, voxels } from '../support/run-cli.ts';
import { image, mask, PLANE, put, SLICES, SQUARES } from './small-set.ts';
import { withoutTimes } from './without-times.ts';

jest.setTimeout(600_000);
const folder = temporaryFolder();
const set = path.join(folder, 'set');
const out = path.join(folder, 'out');
const derived = path.join(out, 'derivatives/lacuna');
const json = <T>(...parts: string[]) => JSON.parse(fs.readFileSync(path.join(...parts), 'utf8')) as T;
const evaluate = (dataset: string, target: string, ...more: string[]) =>
  lacuna(['evaluate', dataset, '--out', target, '--weights', TINY, '--jobs', '1', ...more]);

let run: Awaited<ReturnType<typeof evaluate>>;
beforeAll(async () => {
  put(set, 'dataset_description.json', '{"Name":"set","BIDSVersion":"1.10.0"}');
  put(set, 'sub-01/anat/sub-01_FLAIR.nii.gz', image(SQUARES[0]));
  put(set, 'derivatives/hand/sub-01/anat/sub-01_label-lesion_mask.nii.gz', mask(SQUARES[0]!));
  put(set, 'sub-02/ses-a/anat/sub-02_ses-a_FLAIR.nii.gz', image(SQUARES[1], 1.4));
  put(set, 'derivatives/hand/sub-02/ses-a/anat/sub-02_ses-a_label-lesion_mask.nii.gz', mask(SQUARES[1]!));
  run = await evaluate(set, out, '--bids', '--seed', '3', '--seeds', '2');
});

test('both sessions are cases; maps and masks of every output lie where BIDS has them, with sidecars', () => {
  expect([run.code, run.stderr]).toEqual([0, expect.stringContaining('2 cases (bids)')]);
  const { GeneratedBy, DatasetType } = json<{ GeneratedBy: { Name: string }[]; DatasetType: string }>(
    derived,
    'dataset_description.json',
  );
  expect([DatasetType, GeneratedBy[0]!.Name]).toEqual(['derivative', 'Lacuna']);
  const { methods } = json<Summary>(out, 'summary.json');
  const labels = Object.keys(methods).map((id) => id.replaceAll('-', ''));
  for (const [place, prefix] of [
    ['sub-01/anat', 'sub-01'],
    ['sub-02/ses-a/anat', 'sub-02_ses-a'],
  ] as const)
    expect(fs.readdirSync(path.join(derived, place)).sort()).toEqual(
      labels
        .flatMap((label) => ['anomaly', 'mask'].map((part) => `${prefix}_desc-${label}_${part}`))
        .flatMap((name) => [`${name}.json`, `${name}.nii.gz`])
        .sort(),
    );
});

test('a mask has the pixels that the record counts, and its sidecar says how it was cut', () => {
  const record = json<CaseRecord>(out, 'cases/sub-01.json');
  const anat = path.join(derived, 'sub-01/anat');
  for (const [id, { confusion, threshold }] of Object.entries(record.methods)) {
    const name = `sub-01_desc-${id.replaceAll('-', '')}_mask`;
    const pixels = voxels(anat, `${name}.nii.gz`);
    expect(pixels).toHaveLength(SLICES * PLANE);
    expect(pixels.filter((value) => value === 1)).toHaveLength(confusion.tp + confusion.fp);
    expect(json(anat, `${name}.json`)).toMatchObject({ Method: id, Threshold: threshold, Seed: 3 });
  }
});

test('results put into the set are taken for no truth', async () => {
  const joined = path.join(folder, 'joined');
  fs.cpSync(set, joined, { recursive: true });
  fs.cpSync(derived, path.join(joined, 'derivatives/lacuna'), { recursive: true });
  const target = path.join(folder, 'again');
  expect((await evaluate(joined, target, '--seed', '3')).code).toBe(0);
  expect(json<CaseRecord>(target, 'cases/sub-01.json')).toMatchObject({
    methods: json<CaseRecord>(out, 'cases/sub-01.json').methods,
  });
});

test('each further seed has a folder like a run of its own; the spread is over all of them', async () => {
  const alone = path.join(folder, 'alone');
  expect((await evaluate(set, alone, '--seed', '4')).code).toBe(0);
  const other = withoutTimes(path.join(out, 'seed-4'));
  const expected = withoutTimes(alone);
  for (const name of ['summary.json', 'cases/sub-01.json', 'scores/sub-02_ses-a.latent-bernoulli.bin'])
    expect(other[name]).toEqual(expected[name]);
  const first = json<Summary>(out, 'summary.json');
  const second = json<Summary>(out, 'seed-4/summary.json');
  expect(first.seeds!.values).toEqual([3, 4]);
  for (const [id, { ap }] of Object.entries(first.seeds!.methods)) {
    const both = [first, second].map(({ methods }) => methods[id as 'consensus']!.pooled.ap!);
    expect(ap!.values).toEqual(both);
    expect(ap!.mean).toBeCloseTo((both[0]! + both[1]!) / 2, 12);
    expect(ap!.sd).toBeCloseTo(Math.abs(both[0]! - both[1]!) / Math.SQRT2, 12);
  }
  // chance decides in the methods, and only there
  expect(first.seeds!.methods['baseline-intensity']!.ap.sd).toBe(0);
  expect(first.seeds!.methods['diffusion-ad']!.ap.sd).toBeGreaterThan(0);
});
