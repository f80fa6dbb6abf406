import type { DisplaySet } from '../host/ohif-types.ts';

/** Servers and viewers sort by it: behind everything that the study has. */
export function nextSeriesNumber(displaySets: readonly DisplaySet[], studyInstanceUID: string): number {
  const numbers = displaySets
    .filter((displaySet) => displaySet.StudyInstanceUID === studyInstanceUID)
    .map(({ SeriesNumber }) => Number(SeriesNumber))
    .filter((number) => Number.isInteger(number) && number >= 0);
  return Math.max(0, ...numbers) + 1;
}
