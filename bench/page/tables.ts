import type { Opened } from '../contender/messages.ts';
import type { BenchResult, Measured } from '../result.ts';
import type { HistoryLine } from './history.ts';

const row = (cells: readonly (string | number)[]): string => `| ${cells.join(' | ')} |`;
/** A Markdown table; the first column is text, the others are figures. */
export function table(head: readonly string[], rows: readonly (readonly (string | number)[])[]): string {
  const line = head.map((_, i) => (i ? '---:' : '---'));
  return [row(head), row(line), ...rows.map(row)].join('\n');
}

const fixed = (value: number | undefined, digits: number): string =>
  value === undefined || !Number.isFinite(value) ? '' : value.toFixed(digits);
const percent = (share: number | undefined): string =>
  share === undefined ? '' : `${(100 * share).toFixed(0)} %`;
const MIB = 2 ** 20;

export function engineTable(engines: readonly Measured[]): string {
  return table(
    [
      'engine',
      'back-end',
      'slices',
      'whole series [s]',
      'a slice [ms]',
      'inside session.run [ms]',
      'outside over inside',
      'processor time a slice [ms]',
      'peak memory [MiB]',
    ],
    engines.flatMap(({ engine, opened, series }) =>
      series.map((s) => [
        engine,
        opened.backend,
        s.sliceCount,
        fixed(s.ms / 1000, 2),
        fixed(s.msPerSlice, 1),
        fixed(s.rawMs / s.sliceCount, 1),
        percent(s.overhead),
        fixed(s.cpuMs && s.cpuMs / s.sliceCount, 1),
        fixed(s.peakRssBytes && s.peakRssBytes / MIB, 0),
      ]),
    ),
  );
}

/** Where the arithmetic between the networks was done, and why not where it was to be done. */
export function roadOf({ road }: Opened): string {
  if (!road) return '';
  return road.fallbackReason ? `${road.road} (${road.fallbackReason})` : road.road;
}

export function startTable(engines: readonly Measured[]): string {
  return table(
    [
      'engine',
      'cold start [s]',
      'first slice, both methods [ms]',
      'memory then [MiB]',
      'peak [GFLOP/s]',
      'between the networks',
      'versions',
    ],
    engines.map(({ engine, opened, peakGflops }) => [
      engine,
      fixed(opened.openMs / 1000, 2),
      fixed(opened.firstSliceMs, 0),
      fixed(opened.rssBytes && opened.rssBytes / MIB, 0),
      fixed(peakGflops, 0),
      roadOf(opened),
      Object.entries(opened.versions)
        .map(([name, version]) => `${name} ${version}`)
        .join(', '),
    ]),
  );
}

export function stageTable({ stages }: Measured): string {
  return table(
    [
      'stage',
      'batch',
      'time [ms]',
      'inside session.run [ms]',
      'GFLOP',
      'moved [MB]',
      'GFLOP/s',
      'of the peak',
    ],
    stages.map(({ stage, batch, ms, rawMs, cost, gflops, shareOfPeak }) => [
      stage,
      batch,
      fixed(ms, 2),
      fixed(rawMs, 2),
      fixed(cost && cost.flops / 1e9, 3),
      fixed(cost && cost.movedBytes / 1e6, 1),
      fixed(gflops, 1),
      percent(shareOfPeak),
    ]),
  );
}

export function scheduleTable(engines: readonly Measured[]): string {
  return table(
    [
      'engine',
      'default [ms a slice]',
      'denoiser calls',
      'reference schedule [ms a slice]',
      'denoiser calls',
      'ratio',
    ],
    engines.flatMap(({ engine, schedules: { default: usual, reference } }) =>
      usual
        ? [
            [
              engine,
              fixed(usual.msPerSlice, 1),
              usual.denoiserCalls,
              fixed(reference?.msPerSlice, 0),
              reference?.denoiserCalls ?? '',
              fixed(reference && reference.msPerSlice / usual.msPerSlice, 0),
            ],
          ]
        : [],
    ),
  );
}

export function batchTable(engines: readonly Measured[]): string {
  const sizes = [...new Set(engines.flatMap(({ batches }) => batches.map(({ batch }) => batch)))];
  return table(
    ['engine', ...sizes.map((n) => `${n} a run [ms a slice]`)],
    engines
      .filter(({ batches }) => batches.length > 0)
      .map(({ engine, batches }) => [
        engine,
        ...sizes.map((n) => fixed(batches.find(({ batch }) => batch === n)?.msPerSlice, 1)),
      ]),
  );
}

export function goalTable({ goals }: BenchResult): string {
  return table(
    ['figure', 'goal', 'measured', 'met'],
    goals.map(({ name, goal, value, met, note }) => [
      note ? `${name} (${note})` : name,
      goal,
      value === null ? 'not measured' : fixed(value, 2),
      met === null ? '' : met ? 'yes' : 'no',
    ]),
  );
}

export function historyTable(lines: readonly HistoryLine[]): string {
  const engines = [...new Set(lines.flatMap(({ msPerSlice }) => Object.keys(msPerSlice)))];
  return table(
    [
      'when',
      'commit',
      'processor',
      'threads',
      'load',
      ...engines.map((e) => `${e} [ms a slice]`),
      ...engines.map((e) => `${e} outside over inside`),
    ],
    lines.map((line) => [
      line.measuredAt.slice(0, 16).replace('T', ' '),
      line.commit,
      line.processor,
      line.threads,
      fixed(line.load, 1),
      ...engines.map((e) => fixed(line.msPerSlice[e], 0)),
      ...engines.map((e) => percent(line.overhead[e])),
    ]),
  );
}
