/** What a person said of a region, carried over to the regions of another threshold. */
import { describe, expect, test } from '@jest/globals';
import { matchDecisions, type Decision } from '../../extension/src/candidates/decisions.ts';

/** One slice of ten pixels; two peaks, at 2 and at 7. */
const MAP = [0, 0.5, 0.9, 0.5, 0.3, 0.3, 0.5, 0.8, 0.5, 0];

/** Regions of the pixels from `threshold` on, as runs in one slice. */
function regionsAt(threshold: number, map = MAP) {
  const runs: { start: number; end: number }[] = [];
  map.forEach((value, i) => {
    if (value < threshold) return;
    const last = runs.at(-1);
    if (last?.end === i) last.end = i + 1;
    else runs.push({ start: i, end: i + 1 });
  });
  const regions = runs.map(({ start, end }) => {
    const values = map.slice(start, end);
    const peak = Math.max(...values);
    return { peak, peakVoxel: { slice: 0, index: start + values.indexOf(peak) } };
  });
  const regionAt = ({ index }: { index: number }) =>
    runs.findIndex(({ start, end }) => index >= start && index < end);
  return { runs, regions, regionAt };
}

function decision(index: number, start: number, end: number, change: Partial<Decision>): Decision {
  const footprint = new Map([[0, Int32Array.of(start, end)]]);
  const anchor = { slice: 0, index };
  return { id: `d${index}`, output: 'consensus', anchor, status: 'open', name: null, footprint, ...change };
}

function match(decisions: readonly Decision[], threshold: number, map = MAP) {
  const { regions, regionAt } = regionsAt(threshold, map);
  return matchDecisions(decisions, 'consensus', regions, regionAt, ({ index }) => map[index]!);
}

describe('a decision', () => {
  const rejected = decision(7, 6, 9, { status: 'rejected', name: 'vessel' });

  test('follows the peak while the region grows and shrinks', () => {
    for (const threshold of [0.45, 0.6, 0.75]) {
      expect(match([rejected], threshold)[1]).toMatchObject({ id: 'd7', status: 'rejected', name: 'vessel' });
      expect(match([rejected], threshold)[0]).toMatchObject({ status: 'open', name: null });
    }
  });

  test('gives way to a region of a higher peak, and is there again when they part', () => {
    expect(match([rejected], 0.2)).toEqual([{ id: 'consensus:0:2', status: 'open', name: null }]);
    expect(match([rejected], 0.6)[1]!.status).toBe('rejected');
  });

  test('holds for the parts that fall off the region; the name stays with the peak', () => {
    const whole = decision(2, 1, 9, { status: 'rejected', name: 'rim' });
    const [first, second] = match([whole], 0.6);
    expect(first).toMatchObject({ id: 'd2', status: 'rejected', name: 'rim' });
    expect(second).toMatchObject({ id: 'consensus:0:7', status: 'rejected', name: null });
  });

  test('stays with what is left when its peak is erased', () => {
    const erased = MAP.map((value, i) => (i === 7 ? 0 : value));
    const [, left, right] = match([rejected], 0.45, erased);
    expect(left).toMatchObject({ id: 'd7', status: 'rejected', name: 'vessel' });
    expect(right).toMatchObject({ status: 'rejected', name: null });
    expect(right!.id).not.toBe('d7');
  });

  test('on another layer says nothing here', () => {
    const other = decision(7, 6, 9, { status: 'rejected', output: 'diffusion-ad' });
    expect(match([other], 0.6).map(({ status }) => status)).toEqual(['open', 'open']);
  });
});
