import { Command } from 'commander';
import type { Surroundings } from '../surroundings.ts';
import { compareRuns, type RunComparison } from './compare.ts';
import { writeAtomically } from './result-files.ts';
import { loadRun } from './run-report.ts';

/** Cases that are listed; all are in the file. */
const SHOWN = 20;

export function compareCommand({ stdout }: Surroundings): Command {
  return new Command('compare')
    .description(
      'Compare two runs of evaluate: what was changed, paired tests over the shared cases, which cases moved.',
    )
    .argument('<run A>', 'folder of a finished run')
    .argument('<run B>', 'folder of another')
    .option('--out <file>', 'also write the whole comparison as JSON')
    .option('--verbose', 'show the stack of an error')
    .action(async (first: string, second: string, { out }: { out?: string }) => {
      const comparison = compareRuns(await loadRun(first), await loadRun(second));
      if (out !== undefined) await writeAtomically(out, `${JSON.stringify(comparison, null, 2)}\n`);
      stdout.write(comparisonText(comparison));
    });
}

const figure = (value: number | null) => (value === null ? '-' : value.toFixed(4));
const signed = (value: number | null) =>
  value === null ? '-' : `${value < 0 ? '' : '+'}${value.toFixed(4)}`;

function comparisonText({ changed, cases, tests, moved }: RunComparison): string {
  const lines = [
    changed.length === 0 ? 'Data, weights, software and settings are the same.' : 'Changed:',
    ...changed.map(({ field, a, b }) => `  ${field}: ${String(a)} -> ${String(b)}`),
    `${cases.shared} cases in both runs with the same files${cases.otherFiles.length ? `; ${cases.otherFiles.length} have other files and are left out` : ''}${cases.onlyA.length ? `; only in A: ${cases.onlyA.length}` : ''}${cases.onlyB.length ? `; only in B: ${cases.onlyB.length}` : ''}.`,
    'B minus A, mean over cases (95 % bootstrap), Wilcoxon signed-rank p (after Holm); pooled A -> B:',
    ...tests.map(
      ({ method, metric, n, mean_difference, ci95, p, p_holm, pooled }) =>
        `  ${method} ${metric}: ${signed(mean_difference)} (${ci95 ? ci95.map(signed).join(' to ') : '-'}), p ${p === null ? '-' : p.toPrecision(3)} (${p_holm === null ? '-' : p_holm.toPrecision(3)}), n ${n}; ${figure(pooled.a)} -> ${figure(pooled.b)}`,
    ),
    moved.length === 0
      ? 'No case moved.'
      : `Cases that moved (${moved.length}${moved.length > SHOWN ? `, the first ${SHOWN}` : ''}):`,
    ...moved
      .slice(0, SHOWN)
      .map(
        ({ case: id, method, metric, a, b, change }) =>
          `  ${id} ${method} ${metric}: ${figure(a)} -> ${figure(b)} (${signed(change)})`,
      ),
  ];
  return `${lines.join('\n')}\n`;
}
