import type { DetectorSettings, MethodId } from '../detector.ts';
import type { Focus } from './focus.ts';
import type { RunRequest } from './protocol.ts';

export type { Focus } from './focus.ts';

/** The smallest piece of work: one method on one slice. */
export interface WorkUnit {
  readonly runId: number;
  readonly seriesKey: string;
  readonly sliceIndex: number;
  readonly method: MethodId;
  readonly settings: DetectorSettings;
  readonly fresh?: boolean;
  readonly coarse?: boolean;
}

/** Slices ahead of the scrolling that come before those behind it. */
const AHEAD = 8;
const OTHER_SERIES = 1e6;

/** Units of all runs that nobody works on yet; hands out the one that is wanted most. */
export class WorkList {
  private waiting: WorkUnit[] = [];
  private focus: Focus | undefined;

  /** In the order of the request, slice by slice, all methods of a slice before the next. */
  add(runId: number, { seriesKey, order, methods, settings, fresh, coarse }: RunRequest): void {
    for (const sliceIndex of order)
      for (const method of methods)
        this.waiting.push({
          ...{ runId, seriesKey, sliceIndex, method, settings },
          ...(fresh && { fresh }),
          ...(coarse && { coarse }),
        });
  }

  look(focus: Focus): void {
    this.focus = focus;
  }

  /** Forgets what is left of a run. */
  drop(runId: number): void {
    this.waiting = this.waiting.filter((unit) => unit.runId !== runId);
  }

  /** Takes the unit out that is wanted most among those that `may` be begun. */
  take(may: (unit: WorkUnit) => boolean = () => true): WorkUnit | undefined {
    let best = -1;
    let lowest = Infinity;
    for (const [at, unit] of this.waiting.entries()) {
      const urgency = this.urgency(unit);
      if (urgency < lowest && may(unit)) [best, lowest] = [at, urgency];
    }
    return best < 0 ? undefined : this.waiting.splice(best, 1)[0];
  }

  /** Whether the unit is of the slice on the screen. */
  isVisible(unit: WorkUnit): boolean {
    return this.urgency(unit) === 0 && this.focus !== undefined;
  }

  /**
   * The lower, the sooner: 0 the slice on the screen; then the slices ahead of the scrolling; then the others by
   * distance; then other series. Without a focus all are equal, and come in the order asked for.
   */
  urgency({ seriesKey, sliceIndex }: WorkUnit): number {
    if (!this.focus) return 0;
    if (seriesKey !== this.focus.seriesKey) return OTHER_SERIES;
    const { direction } = this.focus;
    const offset = sliceIndex - this.focus.sliceIndex;
    const ahead = offset * direction;
    if (offset === 0 || (ahead > 0 && ahead <= AHEAD)) return Math.abs(offset);
    return Math.abs(offset) + (direction === 0 ? 0 : AHEAD);
  }
}
