import { markup, type Markup, type Piece } from '../markup.ts';
import type { MethodContent, ReportContent } from '../content.ts';
import { methodClass } from '../method-style.ts';
import { figure, interval, percent, probability, share, signed, whole } from '../numbers.ts';

interface Column<Row> {
  head: string;
  cell: (row: Row) => Piece;
  /** Left-aligned. */
  text?: boolean;
  /** Words that may go on in the next line. */
  long?: boolean;
}

/** A table with a caption; the first column names the row. A wide one scrolls inside its own box. */
export function table<Row>(caption: string, columns: readonly Column<Row>[], rows: readonly Row[]): Markup {
  const side = (text?: boolean): Markup => (text ? markup` class="text"` : markup``);
  return markup`<section class="wide" tabindex="0" aria-label="${caption}">
    <table>
      <caption>
        ${caption}
      </caption>
      <thead>
        <tr>
          ${columns.map(({ head, text }) => markup`<th scope="col" ${side(text)}>${head}</th>`)}
        </tr>
      </thead>
      <tbody>
        ${rows.map(
          (row) =>
            markup`<tr>
              ${columns.map(({ cell, text, long }, i) =>
                i === 0
                  ? markup`<th scope="row">${cell(row)}</th>`
                  : markup`<td${long ? markup` class="long"` : side(text)}>${cell(row)}</td>`,
              )}
            </tr> `,
        )}
      </tbody>
    </table>
  </section>`;
}

export const methodName = ({ id, name }: { id: string; name: string }): Markup =>
  markup`<span class="key ${methodClass(id)}" aria-hidden="true">■</span> ${name}`;

const mean = { head: 'mean', cell: (row: { mean: number | null }) => share(row.mean) };

/** Over all brain pixels of the cases with truth together. */
export const pooledTable = (methods: readonly MethodContent[]): Markup =>
  table(
    'Pooled: all brain pixels of the cases with truth as one sample. AP and AUROC need no threshold; the best Dice is an oracle, known only with the truth.',
    [
      { head: 'Method', cell: methodName },
      { head: 'AP', cell: ({ pooled }) => share(pooled.ap) },
      { head: 'AUROC', cell: ({ pooled }) => share(pooled.auroc) },
      { head: 'AUPRO ≤ 0.3', cell: ({ pooled }) => share(pooled.aupro30) },
      { head: 'Dice', cell: ({ pooled }) => share(pooled.dice) },
      { head: 'best Dice (oracle)', cell: ({ pooled }) => share(pooled.diceOracle) },
      { head: 'sensitivity', cell: ({ pooled }) => share(pooled.sensitivity) },
      { head: 'FPR', cell: ({ pooled }) => percent(pooled.fpr) },
      { head: 'threshold', cell: ({ threshold }) => figure(threshold.value) },
      { head: 'from', cell: ({ threshold }) => threshold.source, text: true, long: true },
    ],
    methods,
  );

/** Resampling cannot show what a handful of subjects does not hold. */
const fewSubjects = (methods: readonly MethodContent[]): string =>
  methods.every(({ cases }) => cases.dice.n < FEW_SUBJECTS)
    ? ` Intervals from fewer than ${FEW_SUBJECTS} subjects are too narrow.`
    : '';
const FEW_SUBJECTS = 10;

/** Each case first on its own; then mean, median and interval over cases. */
export const casesTable = (methods: readonly MethodContent[]): Markup =>
  table(
    `Per case, then over subjects: mean, 95 % bootstrap interval of the mean over subjects, median. Cases with truth only.${fewSubjects(methods)}`,
    [
      { head: 'Method', cell: ({ method }) => methodName(method) },
      { head: 'metric', cell: ({ metric }) => metric, text: true },
      { head: 'subjects', cell: ({ figures }) => whole(figures.n) },
      { head: mean.head, cell: ({ figures }) => mean.cell(figures) },
      { head: '95 % interval', cell: ({ figures }) => interval(figures.ci95) },
      { head: 'median', cell: ({ figures }) => share(figures.median) },
    ],
    methods.flatMap((method) => [
      { method, metric: 'Dice', figures: method.cases.dice },
      { method, metric: 'AP', figures: method.cases.ap },
    ]),
  );

/** Slices, lesions, healthy tissue, time. */
export const otherLevelsTable = (methods: readonly MethodContent[]): Markup =>
  table(
    'Slices (does the slice hold any truth, scored by its largest map values), lesions (connected regions of at least 8 voxels), healthy tissue, time.',
    [
      { head: 'Method', cell: methodName },
      { head: 'slice AUROC', cell: ({ slices }) => share(slices.auroc) },
      { head: 'slice AP', cell: ({ slices }) => share(slices.ap) },
      { head: 'lesions found', cell: ({ lesions }) => whole(lesions?.tp) },
      { head: 'missed', cell: ({ lesions }) => whole(lesions?.fn) },
      { head: 'false regions', cell: ({ lesions }) => whole(lesions?.fp) },
      { head: 'healthy FPR', cell: ({ healthyFpr }) => percent(healthyFpr) },
      { head: 'ms per slice', cell: ({ msPerSlice }) => whole(msPerSlice) },
    ],
    methods,
  );

export const calibrationTable = (methods: readonly MethodContent[]): Markup =>
  table(
    'Healthy false-positive rate measured on this set against what each threshold was calibrated for.',
    [
      { head: 'Method', cell: ({ method }) => methodName(method) },
      { head: 'calibrated for', cell: ({ point }) => percent(point.nominal) },
      { head: 'threshold', cell: ({ point }) => figure(point.threshold) },
      { head: 'measured', cell: ({ point }) => percent(point.measured) },
      {
        head: 'times nominal',
        cell: ({ point }) => (point.measured === null ? '–' : (point.measured / point.nominal).toFixed(2)),
      },
      {
        head: 'healthy slices with a candidate region',
        cell: ({ point }) => percent(point.slicesWithCandidate),
      },
    ],
    methods.flatMap((method) => method.calibration.map((point) => ({ method, point }))),
  );

export function comparisonTable({ comparisons, methods }: ReportContent): Markup {
  const named = (id: string): Piece => {
    const method = methods.find((one) => one.id === id);
    return method ? methodName(method) : id;
  };
  return table(
    'Paired over subjects: mean difference (first minus second) with its bootstrap 95 % interval, two-sided Wilcoxon signed-rank test, and its p corrected for all rows of this table (Holm).',
    [
      { head: 'First', cell: ({ a }) => named(a) },
      { head: 'second', cell: ({ b }) => named(b), text: true },
      { head: 'metric', cell: ({ metric }) => metric, text: true },
      { head: 'subjects', cell: ({ n }) => whole(n) },
      { head: 'difference', cell: ({ meanDifference }) => signed(meanDifference) },
      {
        head: '95 % interval',
        cell: ({ ci95 }) => (ci95 ? `${signed(ci95[0])} to ${signed(ci95[1])}` : '–'),
      },
      { head: 'p', cell: ({ p }) => probability(p) },
      { head: 'p, corrected', cell: ({ pHolm }) => probability(pHolm) },
    ],
    comparisons,
  );
}

export function strataTable({ strata, methods }: ReportContent): Markup {
  const rows = strata
    .filter(({ lesions, cases }) => lesions > 0 || cases > 0)
    .flatMap((stratum) => methods.map((method) => ({ stratum, method, of: stratum.methods[method.id] })));
  return table(
    'By lesion size: a lesion counts as found when candidate regions cover at least a tenth of it. Mean Dice: over cases whose whole truth is of that size.',
    [
      { head: 'Size', cell: ({ stratum }) => stratum.label },
      { head: 'method', cell: ({ method }) => methodName(method), text: true },
      { head: 'lesions', cell: ({ stratum }) => whole(stratum.lesions) },
      { head: 'found', cell: ({ of }) => whole(of?.found) },
      {
        head: 'share',
        cell: ({ stratum, of }) => percent(of && stratum.lesions > 0 ? of.found / stratum.lesions : null),
      },
      { head: 'cases of that size', cell: ({ stratum }) => whole(stratum.cases) },
      { head: 'mean Dice', cell: ({ of }) => share(of?.dice?.mean) },
    ],
    rows,
  );
}

/** Spread of the pooled figures over seeds. */
export const seedTable = ({ seeds, methods }: ReportContent): Markup =>
  table(
    'The same cases with other random numbers: pooled figures by seed. All other tables are of the first seed.',
    [
      { head: 'Method', cell: ({ method }) => methods.find(({ id }) => id === method)?.name ?? method },
      { head: 'metric', cell: ({ metric }) => metric, text: true },
      { head: 'mean', cell: ({ mean: of }) => share(of) },
      { head: 'standard deviation', cell: ({ sd }) => sd.toFixed(4) },
      {
        head: 'by seed',
        cell: ({ values }) => values.map(([seed, value]) => `${seed}: ${share(value)}`).join(', '),
        text: true,
      },
    ],
    seeds,
  );
