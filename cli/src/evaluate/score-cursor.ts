import fs from 'node:fs';
import { LacunaError } from '@lacuna/core/errors.ts';
import { readScoreHeader, SCORE_HEADER_BYTES, type ScoreHeader } from './score-file.ts';

const BLOCK = 32 * 1024;

/** Reads one part of a score file entry by entry with a small buffer; the file is open only while a block is read. */
export class ScoreCursor {
  /** Float32 bits of the entry at hand; 2^32 at the end. */
  key = 0;
  /** Size of the true region; 0 among the negatives. */
  size = 0;
  count = 0;
  private block: Uint8Array = new Uint8Array(0);
  private at = 0;

  constructor(
    private readonly file: string,
    private readonly withSizes: boolean,
    private offset: number,
    private left: number,
  ) {
    this.next();
  }

  next(): void {
    if (this.at === this.block.length && this.left === 0) {
      this.key = 2 ** 32;
      return;
    }
    this.key += this.number();
    this.size = this.withSizes ? this.number() : 0;
    this.count = this.number();
  }

  private number(): number {
    let value = 0;
    for (let shift = 0; ; shift += 7) {
      if (this.at === this.block.length) this.fill();
      const byte = this.block[this.at++]!;
      value |= (byte & 127) << shift;
      if (byte < 128) return value >>> 0;
    }
  }

  private fill(): void {
    const wanted = Math.min(BLOCK, this.left);
    const block = new Uint8Array(wanted);
    const handle = fs.openSync(this.file, 'r');
    const got = fs.readSync(handle, block, 0, wanted, this.offset);
    fs.closeSync(handle);
    if (wanted === 0 || got < wanted)
      throw new LacunaError(
        'corrupt-file',
        'A file of scores is cut short. Delete it and run the evaluation again.',
      );
    this.block = block;
    this.at = 0;
    this.offset += wanted;
    this.left -= wanted;
  }
}

/** Both parts of a score file. @throws LacunaError `corrupt-file` */
export function openScores(file: string): {
  header: ScoreHeader;
  negatives: ScoreCursor;
  positives: ScoreCursor;
} {
  const bytes = new Uint8Array(SCORE_HEADER_BYTES);
  const handle = fs.openSync(file, 'r');
  fs.readSync(handle, bytes, 0, SCORE_HEADER_BYTES, 0);
  fs.closeSync(handle);
  const header = readScoreHeader(bytes);
  const start = SCORE_HEADER_BYTES;
  return {
    header,
    negatives: new ScoreCursor(file, false, start, header.negativeBytes),
    positives: new ScoreCursor(file, true, start + header.negativeBytes, header.positiveBytes),
  };
}
