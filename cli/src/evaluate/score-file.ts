import { LacunaError } from '@lacuna/core/errors.ts';

/**
 * What exact pooled metrics need of one output on one case, small: the scores of both classes in ascending order as differences of
 * their float32 bits, equal ones once with their number. Scores of a true pixel carry the size of its region, for AUPRO.
 *
 * Bytes: "LCS1", then five uint32 (negatives, positives, regions, bytes of the negatives' part, bytes of the positives' part),
 * then both parts as LEB128 numbers: (difference of bits, number) and (difference of bits, region size, number).
 */
export interface ScoreHeader {
  negatives: number;
  positives: number;
  regions: number;
  negativeBytes: number;
  positiveBytes: number;
}

export const SCORE_HEADER_BYTES = 24;
const MAGIC = 0x3153434c;
/** More than there can be sizes: so many different ones add up to more voxels than a volume of 2^31 has. */
const RANKS = 2 ** 22;

export interface CaseScores {
  /** Ascending, not negative. */
  negatives: Float32Array;
  /** Not negative, with the size of the connected true region of each, equal lengths, any order. */
  positives: Float32Array;
  regionSizes: Uint32Array;
  regions: number;
}

/** @throws LacunaError `bad-output` for a negative or impossible score */
export function encodeScores(scores: CaseScores): Uint8Array {
  const negatives = new Varints(scores.negatives.length + 16);
  runs(bitsOf(scores.negatives), undefined, (step, _, count) => {
    negatives.push(step);
    negatives.push(count);
  });
  const { bits, sizes } = inOrder(scores);
  const positives = new Varints(bits.length + 16);
  runs(bits, sizes, (step, size, count) => {
    positives.push(step);
    positives.push(size);
    positives.push(count);
  });
  const [a, b] = [negatives.bytes(), positives.bytes()];
  const file = new Uint8Array(SCORE_HEADER_BYTES + a.length + b.length);
  const view = new DataView(file.buffer);
  [MAGIC, scores.negatives.length, scores.positives.length, scores.regions, a.length, b.length].forEach(
    (value, i) => view.setUint32(4 * i, value, true),
  );
  file.set(a, SCORE_HEADER_BYTES);
  file.set(b, SCORE_HEADER_BYTES + a.length);
  return file;
}

/** @throws LacunaError `corrupt-file` */
export function readScoreHeader(bytes: Uint8Array): ScoreHeader {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  if (bytes.length < SCORE_HEADER_BYTES || view.getUint32(0, true) !== MAGIC)
    throw new LacunaError(
      'corrupt-file',
      'A file of scores is damaged. Delete it and run the evaluation again.',
    );
  const at = (i: number) => view.getUint32(4 * i, true);
  return { negatives: at(1), positives: at(2), regions: at(3), negativeBytes: at(4), positiveBytes: at(5) };
}

function bitsOf(values: Float32Array): Uint32Array {
  const plain = new Float32Array(values.length);
  for (let i = 0; i < plain.length; i++) {
    // -0 + 0 is 0: one score
    const value = values[i]! + 0;
    if (!(value >= 0 && value < Infinity))
      throw new LacunaError('bad-output', 'An anomaly map holds a negative or impossible value.');
    plain[i] = value;
  }
  return new Uint32Array(plain.buffer);
}

/**
 * The true pixels by score, those of one score by the size of their region. Both fit into one number for a quick sort: 31 bits of the
 * score and the rank of the size, for there are not many sizes.
 */
function inOrder({ positives, regionSizes }: CaseScores): { bits: Uint32Array; sizes: Uint32Array } {
  const bySize = [...new Set(regionSizes)].sort((a, b) => a - b);
  const rank = new Map(bySize.map((size, i) => [size, i]));
  const bits = bitsOf(positives);
  const keys = new Float64Array(bits.length);
  for (let i = 0; i < keys.length; i++) keys[i] = bits[i]! * RANKS + rank.get(regionSizes[i]!)!;
  keys.sort();
  const sizes = new Uint32Array(keys.length);
  for (let i = 0; i < keys.length; i++) {
    const place = keys[i]! % RANKS;
    sizes[i] = bySize[place]!;
    bits[i] = (keys[i]! - place) / RANKS;
  }
  return { bits, sizes };
}

/** Calls `emit` for each run of equal bits (and sizes) with the step from the run before. */
function runs(
  bits: Uint32Array,
  sizes: Uint32Array | undefined,
  emit: (step: number, size: number, count: number) => void,
): void {
  let before = 0;
  for (let start = 0; start < bits.length;) {
    let end = start + 1;
    while (end < bits.length && bits[end] === bits[start] && sizes?.[end] === sizes?.[start]) end++;
    emit(bits[start]! - before, sizes?.[start] ?? 0, end - start);
    before = bits[start]!;
    start = end;
  }
}

/** Unsigned numbers below 2^31, seven bits a byte, lowest first. */
class Varints {
  private buffer: Uint8Array;
  private length = 0;

  constructor(capacity: number) {
    this.buffer = new Uint8Array(capacity);
  }

  push(value: number): void {
    if (this.length + 5 > this.buffer.length) {
      const larger = new Uint8Array(2 * this.buffer.length + 16);
      larger.set(this.buffer);
      this.buffer = larger;
    }
    let rest = value >>> 0;
    while (rest > 127) {
      this.buffer[this.length++] = (rest & 127) | 128;
      rest >>>= 7;
    }
    this.buffer[this.length++] = rest;
  }

  bytes(): Uint8Array {
    return this.buffer.subarray(0, this.length);
  }
}
