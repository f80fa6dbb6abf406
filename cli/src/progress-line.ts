/** Where progress goes: one line rewritten on a terminal, a plain line at most every few seconds elsewhere. */
export interface ProgressOutput {
  write(text: string): unknown;
  isTTY?: boolean;
}

/** The line that says how far something is; times in ms. */
export class ProgressLine {
  private last = -Infinity;
  private open = false;

  constructor(
    private readonly output: ProgressOutput,
    private readonly plainEveryMs: number,
    private readonly now: () => number,
  ) {}

  /** @param isLast always written */
  show(line: string, isLast: boolean): void {
    if (this.output.isTTY) {
      this.output.write(`\r\u001b[2K${line}`);
      this.open = true;
    } else if (isLast || this.now() - this.last >= this.plainEveryMs) {
      this.output.write(`${line}\n`);
      this.last = this.now();
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
