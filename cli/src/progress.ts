import { ProgressLine, type ProgressOutput } from './progress-line.ts';

const PLAIN_EVERY_MS = 5000;
/** Slices whose mean time makes the estimate; the first ones of a run are slower than the rest. */
const WINDOW = 12;

/** Tells how far a run of known length is and how long it will take; `now` is in ms. */
export class Progress {
  private readonly ends: number[] = [];
  private readonly line: ProgressLine;

  constructor(
    output: ProgressOutput,
    private readonly total: number,
    private readonly now: () => number = () => performance.now(),
  ) {
    this.line = new ProgressLine(output, PLAIN_EVERY_MS, now);
    this.ends.push(now());
  }

  /** Seconds left by the last slices; undefined before the second. */
  secondsLeft(): number | undefined {
    const done = this.ends.length - 1;
    if (done < 2) return undefined;
    const recent = this.ends.slice(-WINDOW - 1);
    return ((recent.at(-1)! - recent[0]!) / (recent.length - 1) / 1000) * (this.total - done);
  }

  step(what: string): void {
    this.ends.push(this.now());
    const done = this.ends.length - 1;
    const left = this.secondsLeft();
    const line = `${what}: ${done} of ${this.total} slices${left === undefined || done === this.total ? '' : `, ${clock(left)} left`}`;
    this.line.show(line, done === this.total);
  }

  /** Leaves the terminal on a new line; idempotent. */
  end(): void {
    this.line.end();
  }
}

/** "7 s", "2 min 05 s". */
export function clock(seconds: number): string {
  const whole = Math.max(0, Math.round(seconds));
  return whole < 60 ? `${whole} s` : `${Math.floor(whole / 60)} min ${String(whole % 60).padStart(2, '0')} s`;
}
