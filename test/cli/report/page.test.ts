/** The report is valid HTML, one file, and shows text of a data set as text. */
import { describe, expect, test } from '@jest/globals';
import { HtmlValidate } from 'html-validate';
import { decode } from 'fast-png';
import { reportPage } from '../../../cli/src/report/page.ts';
import type { ReportContent } from '../../../cli/src/report/content.ts';
import { sampleContent } from './support/sample-content.ts';

const content = sampleContent();

async function faults(page: string): Promise<string[]> {
  const validator = new HtmlValidate({
    extends: ['html-validate:standard', 'html-validate:a11y'],
    rules: { 'no-inline-style': 'off', 'no-trailing-whitespace': 'off', 'long-title': 'off' },
  });
  const { results } = await validator.validateString(page);
  return results.flatMap(({ messages }) =>
    messages.map((m) => `${m.line}:${m.column} ${m.ruleId}: ${m.message}`),
  );
}

/** A set without truth and without anything measured: every metric undefined. */
function emptied(): ReportContent {
  const none = { n: 0, mean: null, median: null, ci95: null };
  return {
    ...content,
    dataset: { ...content.dataset, casesWithTruth: 0, prevalence: null, leftOut: [] },
    methods: content.methods.map((method) => ({
      ...method,
      pooled: {
        ap: null,
        auroc: null,
        aupro30: null,
        diceOracle: null,
        dice: null,
        sensitivity: null,
        fpr: null,
      },
      cases: { dice: none, ap: none },
      slices: { auroc: null, ap: null },
      lesions: null,
      healthyFpr: null,
      calibration: [],
      msPerSlice: null,
      curves: { precisionRecall: [], roc: [], diceByThreshold: [], oracle: null, exactness: '' },
    })),
    cases: content.cases.filter(({ healthy }) => healthy),
    strata: [],
    comparisons: [],
    pictures: [],
  };
}

describe('valid HTML', () => {
  test('a full report', async () => expect(await faults(reportPage(content))).toEqual([]));
  test('a report of a set in which nothing could be measured', async () =>
    expect(await faults(reportPage(emptied()))).toEqual([]));
  test('the validator does find a fault', async () =>
    expect(await faults(reportPage(content).replace('</h1>', ''))).not.toEqual([]));
});

test('one file: nothing is fetched, nothing is run', () => {
  const page = reportPage(content);
  expect(page).not.toMatch(/<script|<link|<iframe|@import|url\(|\son\w+=/i);
  const sources = [...page.matchAll(/\s(?:src|href|xlink:href|srcset)="([^"]*)"/g)].map(
    ([, value]) => value!,
  );
  expect(sources.length).toBeGreaterThan(10);
  expect(
    sources.filter((value) => !value.startsWith('#') && !value.startsWith('data:image/png;base64,')),
  ).toEqual([]);
});

test('text of a data set stays text', async () => {
  const hostile = `</td><script>alert(1)</script>"'><img src=x onerror=alert(1)>\u0000\ud800\u202e`;
  const row = content.cases[0]!;
  const page = reportPage({
    ...content,
    title: hostile,
    dataset: { ...content.dataset, name: hostile, leftOut: [{ id: hostile, reason: hostile }] },
    cases: [{ ...row, id: hostile }, ...content.cases.slice(1)],
    methods: content.methods.map((method) => ({ ...method, threshold: { value: 0.2, source: hostile } })),
    pictures: content.pictures.map((picture) => ({ ...picture, caseId: hostile, caption: hostile })),
    provenance: [{ heading: hostile, entries: [[hostile, hostile]] }],
  });
  expect(page).not.toMatch(/<script|<img src=x/);
  expect(Buffer.from(page, 'utf8').toString('utf8')).toBe(page);
  expect(await faults(page)).toEqual([]);
});

test('every figure of the content reaches the page, an undefined one as a dash', () => {
  const page = reportPage(content).replace(/base64,[^"]*/g, '');
  for (const { id, name } of content.methods) {
    expect(page).toContain(name);
    expect(page).toContain(`m-${id}`);
  }
  for (const { id } of content.cases) expect(page).toContain(id);
  expect(page).toContain('0.620'); // AP of the first method
  expect(page).toContain('BraTS_017');
  expect(page).not.toMatch(/NaN|Infinity|undefined<|null</);
  expect(reportPage(emptied())).not.toMatch(/NaN|Infinity|undefined<|null</);
});

test('pictures are PNG files that a reader opens', () => {
  const pictures = [...reportPage(content).matchAll(/data:image\/png;base64,([^"]+)/g)];
  expect(pictures).toHaveLength(3 * 6);
  const { width, height, channels } = decode(Buffer.from(pictures[0]![1]!, 'base64'));
  expect([width, height, channels]).toEqual([96, 96, 3]);
});

test('1,251 cases: a page of at most 3 MB in at most 5 s', () => {
  const many = sampleContent(1251);
  const started = performance.now();
  const page = reportPage(many);
  expect(performance.now() - started).toBeLessThan(5000);
  expect(page.length).toBeLessThan(3e6);
});
