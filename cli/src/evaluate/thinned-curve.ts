type Point = readonly [number, number];

/** Points kept at most; when there are more, every second one goes. */
const MOST_POINTS = 1024;
/** Room for the rounding of a hypotenuse. */
const NEARLY_ONE = 0.999;

/** Keeps evenly spread points of a curve of unknown length, first and last included, in bounded memory. */
export class ThinnedCurve {
  private kept: Point[] = [];
  private lastX = 0;
  private lastY = 0;
  /** Least distance of kept points, in units of the curve's own extent so far. */
  private step = 0;

  add(x: number, y: number): void {
    this.lastX = x;
    this.lastY = y;
    const before = this.kept.at(-1);
    if (before) {
      // a set has hundreds of millions of points: the way round the corner rules most of them out without a root
      if (Math.abs(x - before[0]) + Math.abs(y - before[1]) < NEARLY_ONE * this.step) return;
      if (Math.hypot(x - before[0], y - before[1]) < this.step) return;
    }
    this.kept.push([x, y]);
    if (this.kept.length > MOST_POINTS) this.thin();
  }

  points(): Point[] {
    const end = this.kept.at(-1);
    const more = end && (end[0] !== this.lastX || end[1] !== this.lastY);
    return more ? [...this.kept, [this.lastX, this.lastY]] : [...this.kept];
  }

  /** Doubles the step until at most half of the points are left. */
  private thin(): void {
    const length = this.kept.reduce(
      (sum, [x, y], i) =>
        i === 0 ? 0 : sum + Math.hypot(x - this.kept[i - 1]![0], y - this.kept[i - 1]![1]),
      0,
    );
    this.step = Math.max(2 * this.step, (2 * length) / MOST_POINTS);
    const kept: Point[] = [];
    for (const point of this.kept) {
      const before = kept.at(-1);
      if (!before || Math.hypot(point[0] - before[0], point[1] - before[1]) >= this.step) kept.push(point);
    }
    this.kept = kept;
  }
}
