import type { FrameClock } from '../layers/mask-updater.ts';

/** Main-thread time per frame, ms; the masks take about as much. */
const LEAST_MS = 6;
/** Where frames are slow anyway, as without graphics hardware, a third of the time between two of them, up to this. */
const MOST_MS = 30;
const FRAME_SHARE = 1 / 3;
/** What is longer than this between two frames was no frame but rest. */
const REST_MS = 500;

/**
 * Work that is done in steps, some in each frame, and done again for as long as it is behind. A step that has begun is
 * brought to its end, so keep them short; work that has begun is too, so that something is finished however often things
 * change meanwhile.
 */
export class FrameWork {
  private job: Generator<void, void> | undefined;
  private frame: number | undefined;
  private last = -Infinity;

  constructor(
    private readonly work: () => Generator<void, void>,
    /** What was begun last is not what is wanted now. */
    private readonly isBehind: () => boolean,
    private readonly clock: FrameClock,
  ) {}

  get busy(): boolean {
    return this.job !== undefined;
  }

  /** From the next frame on; work under way goes on. */
  start(): void {
    this.job ??= this.work();
    this.frame ??= this.clock.requestFrame(this.step);
  }

  /** Everything at once. */
  finish(): void {
    if (this.job || this.isBehind()) {
      do for (const job = this.work(); !job.next().done;);
      while (this.isBehind());
    }
    this.stop();
  }

  stop(): void {
    if (this.frame !== undefined) this.clock.cancelFrame(this.frame);
    this.frame = undefined;
    this.job = undefined;
  }

  private readonly step = (): void => {
    this.frame = undefined;
    const now = this.clock.now();
    const since = now - this.last > REST_MS ? 0 : now - this.last;
    this.last = now;
    const end = now + Math.min(MOST_MS, Math.max(LEAST_MS, FRAME_SHARE * since));
    while (this.job && this.clock.now() < end) {
      if (this.job.next().done) this.job = this.isBehind() ? this.work() : undefined;
    }
    if (this.job) this.frame ??= this.clock.requestFrame(this.step);
  };
}
