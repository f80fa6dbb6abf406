import { expect, test } from '@jest/globals';
import { maskEdges, nestedEdges } from '../../extension/src/overlay/mask-outline.ts';
import { paintDifference } from '../../extension/src/overlay/difference-painter.ts';

test('the outline runs along every edge between marked and unmarked pixels, as long straight pieces', () => {
  const [columns, rows] = [7, 5];
  const pixels = new Uint8Array(columns * rows);
  for (const i of [8, 9, 10, 15, 17, 22, 23, 24, 34]) pixels[i] = 1; // a ring and the last corner
  const edges = maskEdges(pixels, columns, rows);
  const pieces = Array.from({ length: edges.length / 4 }, (_, k) => edges.slice(4 * k, 4 * k + 4).join(' '));
  const ring = ['1 1 4 1', '1 4 4 4', '1 1 1 4', '4 1 4 4', '2 2 3 2', '2 3 3 3', '2 2 2 3', '3 2 3 3'];
  const corner = ['6 4 7 4', '6 5 7 5', '6 4 6 5', '7 4 7 5'];
  expect([...pieces].sort()).toEqual([...ring, ...corner].sort());
  expect(maskEdges(new Uint8Array(4), 2, 2)).toEqual([]);
});

test('edges are told apart by how many other masks have one in the same place', () => {
  const square = (from: number, to: number) =>
    Uint8Array.from({ length: 25 }, (_, i) => Number(i % 5 >= from && i % 5 < to && i >= 5 && i < 20));
  const [wide, left] = [square(1, 4), square(1, 3)]; // of three and of two columns, three rows each
  const [alone, one, both] = nestedEdges(wide, [left, wide], 5, 5);
  expect(both).toEqual([1, 1, 3, 1, 1, 4, 3, 4, 1, 1, 1, 4]);
  expect(one).toEqual([3, 1, 4, 1, 3, 4, 4, 4, 4, 1, 4, 4]);
  expect(alone).toEqual([]);
  expect(nestedEdges(wide, [], 5, 5)).toEqual([maskEdges(wide, 5, 5)]);
});

test('agreement is white, what only one method marks has its colour, the rest is clear', () => {
  const out = new Uint32Array(4);
  paintDifference(Uint8Array.from([0, 1, 0, 1]), Uint8Array.from([0, 0, 1, 1]), 2, out);
  const rgb = [...out].map((v) => [v & 255, (v >> 8) & 255, (v >> 16) & 255]);
  expect(out[0]).toBe(0);
  expect(rgb.slice(1)).toEqual([
    [255, 176, 0],
    [0, 200, 255],
    [255, 255, 255],
  ]);
});
