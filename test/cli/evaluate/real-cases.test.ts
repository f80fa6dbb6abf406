/** Real patients and the shipped weights: the figures that docs/results.md tells of them. */
import fs from 'node:fs';
import path from 'node:path';
import { expect, jest, test } from '@jest/globals';
import type { CaseRecord, ScoredId } from '../../../cli/src/evaluate/case-types.ts';
import type { Summary } from '../../../cli/src/evaluate/summary-types.ts';
import { dataFolder } from '../../../scripts/environment.mjs';
import { lacks, ROOT, temporaryFolder } from '../support/folders.ts';
import { lacuna } from '../support/run-cli.ts';

jest.setTimeout(600_000);
const PATIENTS = 2;
/** Columns of the table by patient, after the name. */
const COLUMNS: readonly ScoredId[] = [
  'latent-bernoulli',
  'diffusion-ad',
  'consensus',
  'baseline-intensity',
  'baseline-intensity-median5',
];
/** Between processors the last bits of a network differ; its figures do not. */
const BAND = 0.01;

const data = dataFolder();
const dev = data && path.join(data, 'lgg-flair', 'dev');
const folder = temporaryFolder();

/** AP by patient as the page of results has them. */
function published(patient: string): number[] {
  const page = fs.readFileSync(path.join(ROOT, 'docs/results.md'), 'utf8');
  const row = page.split('\n').find((line) => line.startsWith(`| ${patient} |`));
  return (row ?? '').split('|').slice(2).map(Number);
}

(lacks(data) ? test.skip : test)('the first patients of lgg-flair/dev (needs ../shared/data)', async () => {
  const out = path.join(folder, 'out');
  const { code, stderr } = await lacuna(['evaluate', dev!, '--out', out, '--limit', `${PATIENTS}`]);
  expect([code, stderr]).toEqual([0, expect.stringContaining(`${PATIENTS} of ${PATIENTS} cases`)]);
  const names = fs.readdirSync(path.join(out, 'cases'));
  expect(names).toHaveLength(PATIENTS);
  for (const name of names) {
    const record = JSON.parse(fs.readFileSync(path.join(out, 'cases', name), 'utf8')) as CaseRecord;
    const expected = published(record.id);
    COLUMNS.forEach((id, i) => {
      const ap = record.methods[id]!.ap!;
      expect([record.id, id, Math.abs(ap - expected[i]!) < BAND, ap]).toEqual([record.id, id, true, ap]);
    });
  }
  const { methods } = JSON.parse(fs.readFileSync(path.join(out, 'summary.json'), 'utf8')) as Summary;
  for (const id of ['latent-bernoulli', 'diffusion-ad', 'consensus'] as const)
    expect(methods[id]!.pooled.ap!).toBeGreaterThan(methods['baseline-intensity']!.pooled.ap!);
});
