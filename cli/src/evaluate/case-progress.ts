import { clock, type ProgressOutput } from '../progress.ts';

const PLAIN_EVERY_MS = 10_000;

/** Tells how many cases are done, how many a minute, and how long the rest will take; `now` is in ms. */
export class CaseProgress {
  private readonly started: number;
  private done = 0;
  private lastLine = -Infinity;
  private open = false;

  constructor(
    private readonly output: ProgressOutput,
    private readonly total: number,
    private readonly now: () => number = () => performance.now(),
  ) {
    this.started = now();
  }

  step(): void {
    this.done++;
    const minutes = (this.now() - this.started) / 60_000;
    const rate = this.done / minutes;
    const left = ((this.total - this.done) / rate) * 60;
    const pace = Number.isFinite(rate) ? `, ${rate.toFixed(1)} cases a minute` : '';
    const line = `${this.done} of ${this.total} cases${pace}${this.done < this.total ? `, ${clock(left)} left` : ''}`;
    if (this.output.isTTY) {
      this.output.write(`\r\u001b[2K${line}`);
      this.open = true;
    } else if (this.done === this.total || this.now() - this.lastLine >= PLAIN_EVERY_MS) {
      this.output.write(`${line}\n`);
      this.lastLine = this.now();
    }
  }

  /** A sentence between the lines of progress. */
  tell(sentence: string): void {
    this.end();
    this.output.write(`${sentence}\n`);
  }

  /** Leaves the terminal on a new line; idempotent. */
  end(): void {
    if (this.open) this.output.write('\n');
    this.open = false;
  }
}
