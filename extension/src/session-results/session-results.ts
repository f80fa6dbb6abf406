import { LRUCache } from 'lru-cache';
import type { LeftSeries } from './left-series.ts';

/** Of all series together; what was left longest ago goes first. */
const MOST_BYTES = 256 * 2 ** 20;

/** What was left of the series of this page, in memory alone: a reload forgets it. */
export class SessionResults {
  private readonly left: LRUCache<string, LeftSeries>;

  constructor(mostBytes = MOST_BYTES) {
    this.left = new LRUCache({ maxSize: mostBytes, sizeCalculation: ({ bytes }) => Math.max(1, bytes) });
  }

  leave(seriesKey: string, series: LeftSeries): void {
    this.left.set(seriesKey, series);
  }

  /** Once, and of the same weights only: maps of others are others. */
  take(seriesKey: string, weightsSha256: string): LeftSeries | undefined {
    const found = this.left.get(seriesKey);
    this.left.delete(seriesKey);
    return found?.weightsSha256 === weightsSha256 ? found : undefined;
  }
}
