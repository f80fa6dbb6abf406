import { expect, test } from '@jest/globals';
import { HttpError } from '../../viewer/server/http.ts';
import { toDicomJson } from '../../viewer/server/dicomweb/dicom-json.ts';
import { parseMultipart } from '../../viewer/server/dicomweb/multipart.ts';
import {
  assertFragmentsReadable,
  assertPixelsComplete,
  parseHeader,
  Part10Error,
} from '../../viewer/server/dicomweb/part10.ts';
import { describeInstance } from '../../viewer/server/dicomweb/study-index.ts';
import { mrImage } from './support/part10.ts';

/** LACUNA_FUZZ sets the number of mutations, for long runs. */
const MUTATIONS = Number(process.env.LACUNA_FUZZ ?? 3000);
const LIMIT_MS = 2000;

/** mulberry32: a small repeatable generator, so that a failing mutation can be found again. */
function generator(seed: number): (below: number) => number {
  let state = seed;
  return (below) => {
    state = (state + 0x6d2b79f5) | 0;
    let t = Math.imul(state ^ (state >>> 15), 1 | state);
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
    return Math.floor((((t ^ (t >>> 14)) >>> 0) / 2 ** 32) * below);
  };
}

const SEEDS = [
  mrImage('1.1', '1.1.1', '1.1.1.1'),
  mrImage('1.1', '1.1.1', '1.1.1.2', { bigEndian: true }),
  mrImage('1.1', '1.1.1', '1.1.1.3', {
    transferSyntax: '1.2.840.10008.1.2.4.80',
    fragments: [new Uint8Array(), new Uint8Array(40)],
  }),
  mrImage('1.1', '1.1.1', '1.1.1.4', {
    attributes: { '00081140': ['00081140', 'SQ', [[['00081155', 'UI', '1.2.3']]]] },
  }),
];

/** Flips, extreme lengths, cuts, repeats and insertions at random places behind the preamble. */
function mutate(original: Buffer, random: (below: number) => number): Buffer {
  const bytes = Buffer.from(original);
  const at = 132 + random(bytes.length - 140);
  switch (random(5)) {
    case 0:
      for (let n = 0; n <= random(8); n++) bytes[132 + random(bytes.length - 132)] = random(256);
      return bytes;
    case 1:
      bytes.writeUInt32LE([0xffffffff, 0xfffffffe, 0x7fffffff, 0][random(4)]!, at);
      return bytes;
    case 2:
      return bytes.subarray(0, at);
    case 3:
      return Buffer.concat([
        bytes.subarray(0, at),
        ...Array.from({ length: 50 }, () => bytes.subarray(132, at)),
      ]);
    default:
      return Buffer.concat([
        bytes.subarray(0, at),
        Buffer.alloc(random(64), random(256)),
        bytes.subarray(at),
      ]);
  }
}

test(`${MUTATIONS} damaged files: accepted or refused with a reason, never anything else, never slowly`, () => {
  const random = generator(20260101);
  const outcomes = { accepted: 0, refused: 0 };
  for (let i = 0; i < MUTATIONS; i++) {
    const bytes = mutate(SEEDS[i % SEEDS.length]!, random);
    const started = performance.now();
    try {
      const header = parseHeader(bytes);
      assertPixelsComplete(header, bytes.length);
      assertFragmentsReadable(header, bytes);
      describeInstance(header, '');
      JSON.stringify(toDicomJson(header.dataSet, { bigEndian: false, bulkDataURI: (path) => path }));
      outcomes.accepted++;
    } catch (error) {
      if (!(error instanceof Part10Error)) throw new Error(`mutation ${i}`, { cause: error });
      outcomes.refused++;
    }
    expect(performance.now() - started).toBeLessThan(LIMIT_MS);
  }
  // Both ends are reached, so the test is about something.
  expect(outcomes.accepted).toBeGreaterThan(MUTATIONS / 20);
  expect(outcomes.refused).toBeGreaterThan(MUTATIONS / 20);
});

test('damaged multipart bodies are refused or split, never anything else', () => {
  const random = generator(7);
  const body = Buffer.from(
    '--b\r\nContent-Type: application/dicom\r\n\r\nDICM\r\n--b\r\n\r\n\r\nmore\r\n--b--\r\n',
  );
  for (let i = 0; i < MUTATIONS; i++) {
    const bytes = Buffer.from(body).subarray(0, 1 + random(body.length));
    for (let n = 0; n < random(4); n++) bytes[random(bytes.length)] = [13, 10, 45, 98, 0, 255][random(6)]!;
    try {
      for (const part of parseMultipart(bytes, 'b')) expect(part.body.length).toBeLessThan(body.length);
    } catch (error) {
      if (!(error instanceof HttpError)) throw new Error(`mutation ${i}`, { cause: error });
    }
  }
});
