import type { LayerId } from '../methods.ts';
import { decimals } from '../text/numbers.ts';
import { t } from '../text/t.ts';

export type Row = readonly [name: string, value: string];

export interface MeasuredOn {
  /** Of the data set. */
  readonly name: string;
  /** What the patients and images were, as the maker of the weights wrote it. */
  readonly remark: string;
  readonly rows: readonly Row[];
}

/** Where a figure of a data set stands under the layer's own entry. */
const FIGURES = [
  ['ap', ['brain', 'ap']],
  ['auroc', ['brain', 'auroc']],
  ['dice', ['atThreshold', 'diceDefault']],
  ['sensitivity', ['atThreshold', 'sensitivityDefault']],
  ['precision', ['atThreshold', 'precisionDefault']],
  ['falseAlarms', ['atThreshold', 'healthySlicesWithRegion']],
] as const;

/** The quality figures that the manifest of the weights holds for a layer, one entry for each data set. */
export function figureRows(metrics: Readonly<Record<string, unknown>>, layer: LayerId): MeasuredOn[] {
  return Object.entries(record(metrics['datasets'])).flatMap(([name, found]) => {
    const data = record(found);
    const maps = record(data['maps']);
    const own = record(maps[layer]);
    const rows = FIGURES.flatMap(([key, [group, figure]]): Row[] => {
      const value = record(own[group])[figure];
      return typeof value === 'number' ? [[t(`about.${key}`), decimals(value, 2)]] : [];
    });
    if (rows.length === 0) return [];
    const counts = t('about.measuredOn', {
      name,
      count: typeof data['cases'] === 'number' ? data['cases'] : 0,
      slices: textOf(data['slices']),
      remark: textOf(data['remark']),
    });
    return [{ name, remark: counts, rows }];
  });
}

const textOf = (value: unknown) =>
  typeof value === 'number' || typeof value === 'string' ? String(value) : '?';
const record = (value: unknown): Readonly<Record<string, unknown>> =>
  typeof value === 'object' && value !== null ? (value as Readonly<Record<string, unknown>>) : {};
