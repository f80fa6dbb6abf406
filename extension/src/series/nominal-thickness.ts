import { number } from './attributes.ts';
import type { ReviewSeries } from './review-series.ts';

/** What a slice that stands alone stands for, mm, as its header says; the gaps between several say it themselves. */
export function nominalThicknessMm({ slices }: ReviewSeries): number | undefined {
  const thickness = slices[0] && number(slices[0].instance, 'SliceThickness');
  return thickness !== undefined && thickness > 0 ? thickness : undefined;
}
