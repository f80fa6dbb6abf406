import type { CaseRecord, ScoredId } from '../evaluate/case-types.ts';
import type { StratumContent } from './content.ts';

/** Upper ends in ml; a ball of 1 ml is 12 mm across, one of 10 ml 27 mm, one of 50 ml 46 mm. */
const STRATA = [
  ['under 1 ml', 1],
  ['1 to 10 ml', 10],
  ['10 to 50 ml', 50],
  ['50 ml and more', Infinity],
] as const;

/** Lesions of each size range, and how many of them each method found. */
export function lesionStrata(records: readonly CaseRecord[], ids: readonly ScoredId[]): StratumContent[] {
  return STRATA.map(([label, upper], i) => {
    const lower = STRATA[i - 1]?.[1] ?? 0;
    const inside = (ml: number): boolean => ml >= lower && ml < upper;
    const found = new Map(ids.map((id) => [id, 0]));
    let lesions = 0;
    let cases = 0;
    for (const { truth, methods } of records) {
      const here = truth.lesionsMl.flatMap((ml, lesion) => (inside(ml) ? [lesion] : []));
      if (here.length === 0) continue;
      cases++;
      lesions += here.length;
      for (const id of ids)
        found.set(id, found.get(id)! + here.filter((lesion) => methods[id]?.lesionsFound[lesion]).length);
    }
    return {
      label,
      lesions,
      cases,
      methods: Object.fromEntries(ids.map((id) => [id, { found: found.get(id)!, dice: null }])),
    };
  });
}
