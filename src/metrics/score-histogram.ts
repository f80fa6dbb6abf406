import { LacunaError } from '../errors.ts';
import { type Scores, type Truth, checkLengths } from './ranked-scores.ts';
import { orderedBits, plainBits } from './sort-floats.ts';

/** Counts of both classes in one bin. */
export interface Bin {
  /** Smallest float32 of the bin: `score >= low` holds for all of this and the higher bins, and for nothing else. */
  low: number;
  positives: number;
  negatives: number;
}

/** Serialised form; only bins that hold something, ascending. */
export interface HistogramJson {
  schema: 'lacuna-score-histogram/1';
  mantissaBits: number;
  /** Bin number, positives, negatives. */
  bins: [number, number, number][];
}

interface Page {
  positives: Float64Array;
  negatives: Float64Array;
}

/**
 * Exact counts of positive and negative scores in fixed bins, for sets that do not fit in memory.
 *
 * A bin is all float32 values that share sign, exponent and the first `mantissaBits` bits of the mantissa: its width is
 * at most 2^-mantissaBits of its value, at any scale, and its edges are float32 values, so the bins of all histograms
 * are the same, no range has to be known, nothing is clipped and two histograms of one width always merge. With 13
 * bits every float16 value has a bin of its own. Float64 scores are rounded to float32 first.
 *
 * Memory: 2^mantissaBits bins of 16 bytes for each power of two that occurs; 128 KiB each for 13 bits, 33 MiB for all.
 * The metrics, with bounds that no arrangement inside the bins can leave, are in histogram-metrics.ts.
 */
export class ScoreHistogram {
  private readonly pages = new Map<number, Page>();
  private readonly shift: number;

  /** @param mantissaBits 0..16 */
  constructor(readonly mantissaBits = 13) {
    if (!Number.isInteger(mantissaBits) || mantissaBits < 0 || mantissaBits > 16) {
      throw new LacunaError('invalid-argument', 'A histogram keeps 0 to 16 bits of the mantissa.', {
        mantissaBits,
      });
    }
    this.shift = 23 - mantissaBits;
  }

  /** Counts the scores inside `domain`. @throws LacunaError `invalid-argument` before anything is counted */
  add(scores: Scores, truth: Truth, domain?: ArrayLike<number>): void {
    checkLengths(scores.length, truth, domain);
    const values = Float32Array.from(scores as ArrayLike<number>, (score) => score + 0); // -0 + 0 is 0
    values.forEach((value, i) => {
      if (Number.isFinite(value) || domain?.[i] === 0) return;
      throw new LacunaError('invalid-argument', 'A score is not a finite float32.', {
        index: i,
        score: scores[i],
      });
    });
    const bits = new Uint32Array(values.buffer);
    const low = 2 ** this.mantissaBits - 1;
    for (let i = 0; i < bits.length; i++) {
      if (domain !== undefined && domain[i] === 0) continue;
      const bin = orderedBits(bits[i]!) >>> this.shift;
      const page = this.page(bin >>> this.mantissaBits);
      (truth[i] !== 0 ? page.positives : page.negatives)[bin & low]!++;
    }
  }

  /** Adds the counts of another histogram. @throws LacunaError `invalid-argument` for bins of another width */
  merge(other: ScoreHistogram): void {
    if (other.mantissaBits !== this.mantissaBits) {
      throw new LacunaError('invalid-argument', 'Only histograms with the same bins can be merged.', {
        mantissaBits: [this.mantissaBits, other.mantissaBits],
      });
    }
    for (const [number, { positives, negatives }] of other.pages) {
      const page = this.page(number);
      positives.forEach((count, i) => (page.positives[i]! += count));
      negatives.forEach((count, i) => (page.negatives[i]! += count));
    }
  }

  /** The bins that hold something, from the highest down. */
  *descending(): Generator<Bin> {
    for (const number of Array.from(this.pages.keys()).sort((a, b) => b - a)) {
      const { positives, negatives } = this.pages.get(number)!;
      for (let i = positives.length - 1; i >= 0; i--) {
        if (positives[i] === 0 && negatives[i] === 0) continue;
        const low = this.lowEdge(number * positives.length + i);
        yield { low, positives: positives[i]!, negatives: negatives[i]! };
      }
    }
  }

  toJSON(): HistogramJson {
    const bins: [number, number, number][] = [];
    for (const { low, positives, negatives } of this.descending()) {
      bins.push([this.binOf(low), positives, negatives]);
    }
    return { schema: 'lacuna-score-histogram/1', mantissaBits: this.mantissaBits, bins: bins.reverse() };
  }

  /** @throws LacunaError `invalid-argument` for anything that `toJSON` does not write */
  static fromJSON(json: HistogramJson): ScoreHistogram {
    const histogram = new ScoreHistogram(json.mantissaBits);
    const size = 2 ** json.mantissaBits;
    for (const bin of json.bins) {
      const [number, positives, negatives] = bin;
      const whole = bin.length === 3 && bin.every((value) => Number.isSafeInteger(value) && value >= 0);
      if (json.schema !== 'lacuna-score-histogram/1' || !whole || number >= 512 * size) {
        throw new LacunaError('invalid-argument', 'This is not a score histogram.', { bin });
      }
      const page = histogram.page(Math.floor(number / size));
      page.positives[number % size]! += positives;
      page.negatives[number % size]! += negatives;
    }
    return histogram;
  }

  /** One page for each sign and exponent: 512 at most. */
  private page(number: number): Page {
    const known = this.pages.get(number);
    if (known) return known;
    const size = 2 ** this.mantissaBits;
    const page = { positives: new Float64Array(size), negatives: new Float64Array(size) };
    this.pages.set(number, page);
    return page;
  }

  private binOf(value: number): number {
    return orderedBits(new Uint32Array(Float32Array.of(value).buffer)[0]!) >>> this.shift;
  }

  private lowEdge(bin: number): number {
    return new Float32Array(Uint32Array.of(plainBits((bin << this.shift) >>> 0)).buffer)[0]!;
  }
}
