import type { ScoredId } from '../evaluate/case-types.ts';
import type { CasePreview } from '../evaluate/preview-file.ts';
import type { CaseOverview } from '../evaluate/summary-types.ts';
import type { PictureContent } from './content.ts';
import { share } from './numbers.ts';
import { slicePanels } from './pictures/panels.ts';

const RANKS = ['worst', 'median', 'best'] as const;
/** Up to so many cases per rank are shown where the set is large enough. */
const PER_RANK = 2;

/** A case to be shown and where it stands. */
export interface RankedCase {
  rank: PictureContent['rank'];
  record: CaseOverview;
}

/** Worst, median and best cases with truth by the Dice of one output; each case once. */
export function rankedCases(records: readonly CaseOverview[], by: ScoredId): RankedCase[] {
  const dice = (record: CaseOverview): number => record.methods[by]!.dice!;
  const sorted = records
    .filter(({ truth, methods }) => truth.pixels > 0 && typeof methods[by]?.dice === 'number')
    .sort((a, b) => dice(a) - dice(b) || (a.id < b.id ? -1 : 1));
  const each = Math.min(PER_RANK, Math.max(1, Math.floor(sorted.length / 3)));
  const middle = Math.max(0, Math.round((sorted.length - each) / 2));
  const starts = { worst: 0, median: middle, best: sorted.length - each };
  const seen = new Set<CaseOverview>();
  return RANKS.flatMap((rank) =>
    sorted.slice(Math.max(0, starts[rank]), starts[rank] + each).flatMap((record) => {
      if (seen.has(record)) return [];
      seen.add(record);
      return [{ rank, record }];
    }),
  );
}

/** The pictures of a ranked case from its stored slice. */
export function casePicture(
  { rank, record }: RankedCase,
  preview: CasePreview,
  by: ScoredId,
  outputs: readonly { id: ScoredId; name: string }[],
): PictureContent {
  const values = (name: string): Float32Array | undefined => {
    const plane = preview.planes[name];
    return plane && Float32Array.from(plane.pixels, (v) => (v * plane.full) / 255);
  };
  const truth = preview.planes['truth']?.pixels;
  const { rows, columns, rowSpacingMm, columnSpacingMm, slice } = preview;
  const byName = outputs.find(({ id }) => id === by)?.name ?? by;
  const others = outputs
    .filter(({ id }) => id !== by && typeof record.methods[id]?.dice === 'number')
    .map(({ id, name }) => `${name} ${share(record.methods[id]!.dice)}`);
  return {
    rank,
    caseId: record.id,
    slice,
    caption: `Dice of the whole case: ${byName} ${share(record.methods[by]?.dice)}${others.map((text) => `, ${text}`).join('')}`,
    panels: slicePanels({
      rows,
      columns,
      rowSpacingMm,
      columnSpacingMm,
      image: values('image')!,
      ...(truth?.some((v) => v !== 0) && { truth }),
      methods: outputs.flatMap(({ id, name }) => {
        const map = values(`map:${id}`);
        const reconstruction = values(`reconstruction:${id}`);
        const threshold = record.methods[id]?.threshold;
        return map && threshold !== undefined && !id.startsWith('baseline-')
          ? [{ id, name, map, threshold, ...(reconstruction && { reconstruction }) }]
          : [];
      }),
    }),
  };
}
