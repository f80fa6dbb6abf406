import fs from 'node:fs';
import type { BenchResult } from '../result.ts';

/** What of a run is kept for ever: one line of JSON. */
export interface HistoryLine {
  measuredAt: string;
  commit: string;
  processor: string;
  threads: number;
  weights: string;
  load: number;
  /** Milliseconds a slice, both methods, by engine, at the first length of series. */
  msPerSlice: Readonly<Record<string, number>>;
  overhead: Readonly<Record<string, number>>;
}

export function historyLine({ measuredAt, machine, threads, weights, engines }: BenchResult): HistoryLine {
  const real = engines.flatMap((e) =>
    e.status === 'measured' && !e.software && e.series[0] ? [{ ...e, first: e.series[0] }] : [],
  );
  return {
    measuredAt,
    commit: machine.commit,
    processor: `${machine.processors} x ${machine.processor}`,
    threads,
    weights: weights.id,
    load: machine.loadBefore[0] ?? 0,
    msPerSlice: Object.fromEntries(real.map(({ engine, first }) => [engine, first.msPerSlice])),
    overhead: Object.fromEntries(real.map(({ engine, first }) => [engine, first.overhead])),
  };
}

export function appendHistory(file: string, result: BenchResult): void {
  fs.appendFileSync(file, `${JSON.stringify(historyLine(result))}\n`);
}

export function readHistory(file: string): HistoryLine[] {
  if (!fs.existsSync(file)) return [];
  const lines = fs.readFileSync(file, 'utf8').split('\n').filter(Boolean);
  return lines.map((line) => JSON.parse(line) as HistoryLine);
}
