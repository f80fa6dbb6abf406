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
  /** One for each sign and exponent that has occurred: 512 at most, in order of their scores. */
  private readonly pages: (Page | undefined)[] = new Array<Page | undefined>(512).fill(undefined);
  private scratch = new Float32Array(0);
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
    const bits = this.bitsOf(scores, domain);
    const low = 2 ** this.mantissaBits - 1;
    for (let i = 0; i < scores.length; i++) {
      if (domain !== undefined && domain[i] === 0) continue;
      const bin = orderedBits(bits[i]!) >>> this.shift;
      const page = this.page(bin >>> this.mantissaBits);
      (truth[i] !== 0 ? page.positives : page.negatives)[bin & low]!++;
    }
  }

  /** Bits of the scores as float32, in memory that the next call uses again. */
  private bitsOf(scores: Scores, domain: ArrayLike<number> | undefined): Uint32Array {
    if (this.scratch.length < scores.length) this.scratch = new Float32Array(scores.length);
    const values = this.scratch;
    const bits = new Uint32Array(values.buffer);
    for (let i = 0; i < scores.length; i++) {
      values[i] = scores[i]! + 0; // -0 + 0 is 0
      const finite = (bits[i]! & 0x7f800000) !== 0x7f800000;
      if (finite || (domain !== undefined && domain[i] === 0)) continue;
      throw new LacunaError('invalid-argument', 'A score is not a finite float32.', {
        index: i,
        score: scores[i],
      });
    }
    return bits;
  }

  /** Adds the counts of another histogram. @throws LacunaError `invalid-argument` for bins of another width */
  merge(other: ScoreHistogram): void {
    if (other.mantissaBits !== this.mantissaBits) {
      throw new LacunaError('invalid-argument', 'Only histograms with the same bins can be merged.', {
        mantissaBits: [this.mantissaBits, other.mantissaBits],
      });
    }
    other.pages.forEach((added, number) => {
      if (added === undefined) return;
      const page = this.page(number);
      added.positives.forEach((count, i) => (page.positives[i]! += count));
      added.negatives.forEach((count, i) => (page.negatives[i]! += count));
    });
  }

  /** The bins that hold something, from the highest down. */
  *descending(): Generator<Bin> {
    for (let number = this.pages.length - 1; number >= 0; number--) {
      const page = this.pages[number];
      if (page === undefined) continue;
      const { positives, negatives } = page;
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

  private page(number: number): Page {
    const known = this.pages[number];
    if (known !== undefined) return known;
    const size = 2 ** this.mantissaBits;
    const page = { positives: new Float64Array(size), negatives: new Float64Array(size) };
    this.pages[number] = page;
    return page;
  }

  private binOf(value: number): number {
    return orderedBits(new Uint32Array(Float32Array.of(value).buffer)[0]!) >>> this.shift;
  }

  private lowEdge(bin: number): number {
    return new Float32Array(Uint32Array.of(plainBits((bin << this.shift) >>> 0)).buffer)[0]!;
  }
}
