import { clock } from '../progress.ts';
import { ProgressLine, type ProgressOutput } from '../progress-line.ts';

const PLAIN_EVERY_MS = 10_000;

/** Tells how many cases are done, how many a minute, and how long the rest will take; `now` is in ms. */
export class CaseProgress {
  private readonly started: number;
  private done = 0;
  private readonly line: ProgressLine;

  constructor(
    output: ProgressOutput,
    private readonly total: number,
    private readonly now: () => number = () => performance.now(),
  ) {
    this.line = new ProgressLine(output, PLAIN_EVERY_MS, now);
    this.started = now();
  }

  step(): void {
    this.done++;
    const minutes = (this.now() - this.started) / 60_000;
    const rate = this.done / minutes;
    const left = ((this.total - this.done) / rate) * 60;
    const pace = Number.isFinite(rate) ? `, ${rate.toFixed(1)} cases a minute` : '';
    const line = `${this.done} of ${this.total} cases${pace}${this.done < this.total ? `, ${clock(left)} left` : ''}`;
    this.line.show(line, this.done === this.total);
  }

  /** A sentence between the lines of progress. */
  tell(sentence: string): void {
    this.line.tell(sentence);
  }

  /** Leaves the terminal on a new line; idempotent. */
  end(): void {
    this.line.end();
  }
}
