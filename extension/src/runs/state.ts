import type { StudySeries } from './study-series.ts';

export type SeriesRun =
  | { kind: 'waiting' }
  | { kind: 'running'; done: number; total: number; secondsLeft: number | null }
  | { kind: 'done'; results: number }
  /** Stopped, by a person or by what the sentence says; what was ready is kept. */
  | { kind: 'stopped'; sentence: string | null };

export interface StudyState {
  /** The MR series of the study, with what can be run. */
  series: readonly StudySeries[];
  /** By SeriesInstanceUID; absent for series that were not asked for. */
  runs: Readonly<Record<string, SeriesRun>>;
  running: boolean;
  /** Run each series that suits as soon as it is shown. */
  auto: boolean;
}

export type StudyAction =
  | { type: 'study-series'; series: readonly StudySeries[] }
  | { type: 'study-began'; keys: readonly string[] }
  | { type: 'study-run'; key: string; run: SeriesRun }
  | { type: 'study-ended' }
  | { type: 'study-auto'; auto: boolean };

export const NO_STUDY: StudyState = { series: [], runs: {}, running: false, auto: false };

export function reduceStudy(study: StudyState, action: StudyAction): StudyState {
  switch (action.type) {
    case 'study-series':
      return { ...study, series: action.series };
    case 'study-began': {
      const waiting = action.keys.map((key) => [key, { kind: 'waiting' }] as const);
      return { ...study, running: true, runs: { ...study.runs, ...Object.fromEntries(waiting) } };
    }
    case 'study-run':
      return { ...study, runs: { ...study.runs, [action.key]: action.run } };
    case 'study-auto':
      return { ...study, auto: action.auto };
    case 'study-ended': {
      const settled = Object.entries(study.runs).map(([key, run]): [string, SeriesRun] => [
        key,
        run.kind === 'waiting' || run.kind === 'running' ? { kind: 'stopped', sentence: null } : run,
      ]);
      return { ...study, running: false, runs: Object.fromEntries(settled) };
    }
  }
}

/** Series that a run of the whole study takes: those whose header names the sequence of the weights. */
export function eligible({ series }: StudyState): StudySeries[] {
  return series.filter(({ eligibility }) => eligibility.kind === 'eligible');
}
