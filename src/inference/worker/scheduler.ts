import { cancelled } from '../../errors.ts';
import type { RunQueue } from '../run-queue.ts';
import type { RunRequest } from './protocol.ts';
import { type Focus, WorkList, type WorkUnit } from './work-list.ts';

/** Results that the page has not taken yet: beyond it the worker waits for the page. */
export const MOST_UNDELIVERED = 4;
/** What is on the screen may still be computed while others wait for the page. */
const EXTRA_FOR_VISIBLE = 2;
/** Units begun at a time: one, and those that were overtaken because the person has scrolled on; each holds a slice. */
const MOST_BEGUN = 16;
/** Begun together, so that while one of them fetches its slice no other gets its turn at the models. */
const VISIBLE_AT_ONCE = 2;
/**
 * What is on the screen fetches and hashes its slice before its first model run. A run of another slice begun meanwhile
 * would hold it up for much longer, as WebAssembly cannot be interrupted; so the models idle for it, but no longer.
 */
const MOST_PATIENCE_MS = 60;

export interface SchedulerParts<Result> {
  /** Must settle soon after `signal` is aborted. */
  compute(unit: WorkUnit, signal: AbortSignal): Promise<Result>;
  deliver(unit: WorkUnit, result: Result): void;
  finished(runId: number): void;
  failed(runId: number, thrown: unknown): void;
}

interface Run {
  left: number;
  readonly begun: Set<AbortController>;
}

/**
 * Decides what runs next, over all runs and sessions of the worker. One unit is under way at a time; when the person
 * scrolls, the slice then on the screen overtakes it between two model runs, and it goes on afterwards where it was.
 */
export class Scheduler<Result> {
  private readonly list = new WorkList();
  private readonly runs = new Map<number, Run>();
  private readonly begun = new Map<AbortSignal, { unit: WorkUnit; at: number }>();
  private undelivered = 0;

  constructor(
    private readonly parts: SchedulerParts<Result>,
    queue: RunQueue,
    /** Of model runs that belong to no unit. */
    urgencyOfOthers: (signal: AbortSignal | undefined) => number = () => 0,
  ) {
    queue.urgency = (signal) => {
      const unit = signal && this.begun.get(signal)?.unit;
      return unit ? this.list.urgency(unit) : urgencyOfOthers(signal);
    };
    queue.expects = (waiting) => {
      const visible = [...this.begun].filter(([, { unit }]) => this.list.isVisible(unit));
      if (visible.some(([signal]) => waiting.includes(signal))) return false;
      return visible.some(([, { at }]) => performance.now() - at < MOST_PATIENCE_MS);
    };
  }

  add(runId: number, request: RunRequest): void {
    this.runs.set(runId, { left: request.order.length * request.methods.length, begun: new Set() });
    this.list.add(runId, request);
    this.endIfDone(runId);
    this.begin();
  }

  /** Settles the run as cancelled, at once. Unknown runs are ignored: they have ended meanwhile. */
  cancel(runId: number): void {
    if (this.runs.has(runId)) this.end(runId, cancelled());
  }

  /** Whether the unit's slice is on the screen. */
  isVisible(unit: WorkUnit): boolean {
    return this.list.isVisible(unit);
  }

  look(focus: Focus): void {
    this.list.look(focus);
    this.begin();
  }

  /** The page has taken a result. */
  taken(): void {
    this.undelivered = Math.max(0, this.undelivered - 1);
    this.begin();
  }

  private begin(): void {
    for (let unit = this.next(); unit; unit = this.next()) void this.work(unit);
  }

  private next(): WorkUnit | undefined {
    if (this.begun.size === 0 && this.undelivered < MOST_UNDELIVERED) return this.list.take();
    if (this.begun.size >= MOST_BEGUN || this.undelivered >= MOST_UNDELIVERED + EXTRA_FOR_VISIBLE)
      return undefined;
    const begun = [...this.begun.values()].map(({ unit }) => unit);
    const visible = begun.filter((unit) => this.list.isVisible(unit));
    if (visible.length >= VISIBLE_AT_ONCE) return undefined;
    return this.list.take(
      (unit) => this.list.isVisible(unit) && !visible.some((other) => isSame(other, unit)),
    );
  }

  private async work(unit: WorkUnit): Promise<void> {
    const run = this.runs.get(unit.runId)!;
    const controller = new AbortController();
    run.begun.add(controller);
    this.begun.set(controller.signal, { unit, at: performance.now() });
    try {
      const result = await this.parts.compute(unit, controller.signal);
      if (this.runs.get(unit.runId) !== run) return; // cancelled, or failed by another slice
      this.undelivered++;
      this.parts.deliver(unit, result);
      run.left--;
      this.endIfDone(unit.runId);
    } catch (thrown) {
      if (this.runs.get(unit.runId) === run) this.end(unit.runId, thrown);
    } finally {
      run.begun.delete(controller);
      this.begun.delete(controller.signal);
      this.begin();
    }
  }

  private endIfDone(runId: number): void {
    if (this.runs.get(runId)?.left !== 0) return;
    this.runs.delete(runId);
    this.parts.finished(runId);
  }

  private end(runId: number, thrown: unknown): void {
    const run = this.runs.get(runId);
    this.runs.delete(runId);
    this.list.drop(runId);
    for (const controller of run?.begun ?? []) controller.abort(cancelled());
    this.parts.failed(runId, thrown);
    this.begin();
  }
}

/** Two runs want the same: the second finds the result of the first, which must not be computed twice meanwhile. */
function isSame(a: WorkUnit, b: WorkUnit): boolean {
  return a.method === b.method && JSON.stringify(a.settings) === JSON.stringify(b.settings);
}
