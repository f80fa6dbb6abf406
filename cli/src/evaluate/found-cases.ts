import type { CaseInput, SkippedCase } from './case-types.ts';

/** What a reader of a layout found: cases, and what looks like one but cannot be used. */
export interface FoundCases {
  cases: CaseInput[];
  skipped: SkippedCase[];
}

/** A name made fit for a file name on every system; what it cannot hold becomes an underscore. */
export function caseId(name: string): string {
  return (
    name
      .replace(/[^\w.-]+/g, '_')
      .replace(/^\.+/, '_')
      .slice(0, 120) || '_'
  );
}

/** BraTS 2023 numbers the time points of a subject (`BraTS-GLI-00000-001`); elsewhere each case is a subject. */
export function subjectOf(id: string): string {
  return /^(BraTS-[A-Za-z]+-\d{5})-\d{3}$/.exec(id)?.[1] ?? id;
}

/** Ids made unique by a number in the order of the cases, and cases in the order of their ids. */
export function withUniqueIds({ cases, skipped }: FoundCases): FoundCases {
  const seen = new Map<string, number>();
  const unique = <T extends { id: string }>(item: T): T => {
    // names that differ in case alone would be one file on some systems
    const count = (seen.get(item.id.toLowerCase()) ?? 0) + 1;
    seen.set(item.id.toLowerCase(), count);
    return count === 1 ? item : { ...item, id: `${item.id}.${count}` };
  };
  const byId = (a: { id: string }, b: { id: string }) => (a.id < b.id ? -1 : a.id > b.id ? 1 : 0);
  return { cases: cases.map(unique).sort(byId), skipped: skipped.map(unique).sort(byId) };
}

/** Items by a key, in the order of their first appearance. */
export function groupBy<T>(items: readonly T[], keyOf: (item: T) => string): Map<string, T[]> {
  const groups = new Map<string, T[]>();
  for (const item of items) {
    const key = keyOf(item);
    const group = groups.get(key);
    if (group) group.push(item);
    else groups.set(key, [item]);
  }
  return groups;
}
