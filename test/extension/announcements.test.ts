/** @jest-environment jsdom */
import { afterEach, beforeEach, expect, jest, test } from '@jest/globals';
import { Announcements } from '../../extension/src/layers/announcements.ts';

const told: [string, number[]][] = [];
let drawnByViewer = false;
const announcements = () =>
  new Announcements({
    layers: { announce: (layer, indices) => void told.push([layer, indices]) },
    presenter: { drawnByViewer: () => drawnByViewer },
  });

beforeEach(() => {
  jest.useFakeTimers();
  told.length = 0;
  drawnByViewer = false;
});
afterEach(() => {
  jest.useRealTimers();
});

test('where our own canvas draws, changes are told once, when they have come to rest', async () => {
  const waiting = announcements();
  for (let i = 0; i < 10; i++) {
    waiting.add('latent-bernoulli', [3, i % 2]);
    jest.advanceTimersByTime(150);
  }
  expect(told).toEqual([]);
  await jest.advanceTimersByTimeAsync(400 + 3 * 100);
  expect(told).toEqual([['latent-bernoulli', [3, 0, 1]]]);
  jest.advanceTimersByTime(1000);
  expect(told).toHaveLength(1);
});

test('where the viewer draws, each change is told at once, with those that waited', () => {
  const waiting = announcements();
  waiting.add('consensus', [1]);
  drawnByViewer = true;
  waiting.add('consensus', [2]);
  waiting.add('consensus', []);
  expect(told).toEqual([['consensus', [1, 2]]]);
});

test('what waits can be told now', () => {
  const waiting = announcements();
  waiting.add('consensus', [1]);
  waiting.add('diffusion-ad', [4]);
  waiting.tellAll();
  expect(told).toEqual([
    ['diffusion-ad', [4]],
    ['consensus', [1]],
  ]);
  jest.advanceTimersByTime(1000);
  expect(told).toHaveLength(2);
});
