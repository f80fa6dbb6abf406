import type { Summary } from './summary-types.ts';

const figure = (value: number | null | undefined) =>
  value === null || value === undefined ? '-' : value.toFixed(3);

/** The main figures as a table for the terminal. */
export function printSummary({ dataset, methods, skipped, not_run }: Summary): string {
  const rows = [
    ['', 'AP', 'AUROC', 'AUPRO', 'Dice', '(95 % over subjects)', 'healthy FPR', 'ms/slice'],
    ...Object.entries(methods).map(([id, m]) => [
      id,
      figure(m.pooled.ap),
      figure(m.pooled.auroc),
      figure(m.pooled.aupro30),
      figure(m.cases.dice.mean),
      m.cases.dice.ci95 ? m.cases.dice.ci95.map(figure).join(' - ') : '-',
      figure(m.healthy_fpr),
      m.ms_per_slice === null ? '-' : m.ms_per_slice.toFixed(0),
    ]),
  ];
  const widths = rows[0]!.map((_, column) => Math.max(...rows.map((row) => row[column]!.length)));
  const table = rows
    .map((row) =>
      row.map((cell, i) => (i === 0 ? cell.padEnd(widths[i]!) : cell.padStart(widths[i]!))).join('  '),
    )
    .join('\n');
  const left = [
    ...not_run.map(({ method, reason }) => `Not run: ${method}. ${reason}`),
    ...(skipped.length > 0 ? [`${skipped.length} cases were skipped; the reasons are in summary.json.`] : []),
  ];
  return `${dataset.cases} cases, ${dataset.cases_with_truth} with truth, ${dataset.slices} slices. AP, AUROC, AUPRO: pooled; Dice: mean over subjects at the threshold.\n${table}\n${left.map((line) => `${line}\n`).join('')}`;
}
