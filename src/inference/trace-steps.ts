/** A map on a source grid of 512 x 512 takes 1 MB; nobody looks at more steps of a chain than these. */
const MOST_STEPS = 24;

/** Keeps at most MOST_STEPS of a chain's steps, spread evenly, the first and the last among them. */
export class TraceSteps<Step> {
  readonly kept: Step[] = [];
  private seen = 0;

  constructor(private readonly expected: number) {}

  add(step: Step): void {
    const intervals = Math.min(this.expected, MOST_STEPS) - 1;
    const due = intervals < 1 ? 0 : Math.floor((this.kept.length * (this.expected - 1)) / intervals + 0.5);
    if (this.seen++ === due) this.kept.push(step);
  }
}
