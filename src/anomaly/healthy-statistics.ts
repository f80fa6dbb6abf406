import { LacunaError } from '../errors.ts';
import { CompensatedSum } from '../metrics/compensated-sum.ts';
import { orderedBits, plainBits } from '../metrics/sort-floats.ts';
import { figuresOf, type MapCalibrationFigures, neededRanks } from './calibration.ts';

const HALF = 0x10000;
const MINUS_ZERO = 0x80000000;

/**
 * The figures of `calibrateMap` from values in any order, a piece at a time: every piece through `first`, then every piece
 * through `second`. The order statistics are exact: the first pass counts the upper 16 bits of the values, ordered like the values,
 * the second the lower 16 bits of those that share the upper half with a value that is asked for. 7 MB at most, whatever the number
 * of values, and no step takes longer than its piece.
 */
export class HealthyStatistics {
  private readonly sum = new CompensatedSum();
  private readonly squares = new CompensatedSum();
  private readonly coarse = new Uint32Array(HALF);
  private readonly fine = new Map<number, Uint32Array>();
  private ranks: readonly { rank: number; high: number; within: number }[] | undefined;
  private count = 0;

  first(values: Float32Array): void {
    const bits = bitsOf(values);
    for (let i = 0; i < values.length; i++) {
      this.sum.add(values[i]!);
      this.coarse[key(bits[i]!) >>> 16]!++;
    }
    this.count += values.length;
  }

  second(values: Float32Array): void {
    this.ranks ??= this.locate();
    const bits = bitsOf(values);
    const mean = this.sum.value / this.count;
    for (let i = 0; i < values.length; i++) {
      this.squares.add((values[i]! - mean) ** 2);
      const at = key(bits[i]!);
      const low = this.fine.get(at >>> 16);
      if (low) low[at & (HALF - 1)]!++;
    }
  }

  /** @throws LacunaError `empty-result` without any value */
  figures(): MapCalibrationFigures {
    const { count, ranks } = this;
    if (!ranks || count === 0)
      throw new LacunaError('empty-result', 'There is no healthy brain pixel to calibrate with.');
    const found = new Map(
      ranks.map(({ rank, high, within }) => [rank, float(high, place(this.fine.get(high)!, within).at)]),
    );
    const sd = Math.sqrt(this.squares.value / count);
    return figuresOf(count, this.sum.value / count, sd, (rank) => found.get(rank)!);
  }

  private locate() {
    return neededRanks(this.count).map((rank) => {
      const { at: high, within } = place(this.coarse, rank);
      if (!this.fine.has(high)) this.fine.set(high, new Uint32Array(HALF));
      return { rank, high, within };
    });
  }
}

/** In which entry of a histogram the `rank`-th value lies, and how many of that entry's come before it. */
function place(counts: Uint32Array, rank: number): { at: number; within: number } {
  let at = 0;
  let within = rank;
  while (within >= counts[at]!) within -= counts[at++]!;
  return { at, within };
}

const bitsOf = ({ buffer, byteOffset, length }: Float32Array) => new Uint32Array(buffer, byteOffset, length);

/** -0 and 0 are one value. */
const key = (bits: number): number => orderedBits(bits === MINUS_ZERO ? 0 : bits);

const float = (high: number, low: number): number =>
  new Float32Array(new Uint32Array([plainBits(high * HALF + low)]).buffer)[0]!;
