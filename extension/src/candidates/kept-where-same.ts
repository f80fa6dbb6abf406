import type { Candidate } from './candidate.ts';

/** The regions found, but the objects of `before` for those that are as they were: their rows need not be drawn again. */
export function keptWhereSame(before: readonly Candidate[], found: readonly Candidate[]): Candidate[] {
  const byId = new Map(before.map((region) => [region.id, region]));
  return found.map((region) => {
    const old = byId.get(region.id);
    return old && same(old, region) ? old : region;
  });
}

/** By value, into arrays and plain objects. */
function same(a: unknown, b: unknown): boolean {
  if (Object.is(a, b)) return true;
  if (typeof a !== 'object' || typeof b !== 'object' || !a || !b) return false;
  const keys = Object.keys(a);
  return (
    keys.length === Object.keys(b).length &&
    keys.every((key) => same(a[key as keyof typeof a], b[key as keyof typeof b]))
  );
}
