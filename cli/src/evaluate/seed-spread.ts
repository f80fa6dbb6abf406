import path from 'node:path';
import { LacunaError } from '@lacuna/core/errors.ts';
import type { ScoredId } from './case-types.ts';
import { writeAtomically } from './result-files.ts';
import type { SeedSpread, Summary } from './summary-types.ts';
import { summaryFile } from './summary.ts';

/** The first seed's results lie in the folder of the run, those of each other seed in a folder of their own inside it. */
export const seedFolder = (out: string, seed: number, first: number): string =>
  seed === first ? out : path.join(out, `seed-${seed}`);

/** Adds to the first seed's summary how much the figures differ between the seeds. */
export async function writeSeedSpread(
  out: string,
  seeds: readonly number[],
  summaries: readonly Summary[],
): Promise<Summary> {
  const first = summaries[0];
  if (!first) throw new LacunaError('invalid-argument', 'There is no seed to run.');
  const spread: SeedSpread = {
    values: seeds,
    methods: Object.fromEntries(
      Object.keys(first.methods).map((id) => {
        const of = (metric: 'ap' | 'dice') =>
          spreadOf(summaries.flatMap(({ methods }) => methods[id as ScoredId]?.pooled[metric] ?? []));
        return [id, { ap: of('ap'), dice: of('dice') }];
      }),
    ),
  };
  const summary = { ...first, seeds: spread };
  await writeAtomically(summaryFile(out), `${JSON.stringify(summary, null, 2)}\n`);
  return summary;
}

/** Mean and standard deviation (n - 1; 0 for one value). */
function spreadOf(values: readonly number[]): { mean: number; sd: number; values: readonly number[] } {
  const mean = values.reduce((a, b) => a + b, 0) / Math.max(1, values.length);
  const squares = values.reduce((sum, value) => sum + (value - mean) ** 2, 0);
  return { mean, sd: values.length > 1 ? Math.sqrt(squares / (values.length - 1)) : 0, values };
}
