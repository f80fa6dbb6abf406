/** @jest-environment jsdom */
/** Of a long list that changes, what is in view is drawn at once and the rest when the page has time. */
import './support/browser-globals.ts';
import { expect, test } from '@jest/globals';
import { act, createElement } from 'react';
import type { Candidate } from '../../extension/src/candidates/candidate.ts';
import { useRowsInView } from '../../extension/src/candidates/rows-in-view.ts';
import { mounted } from './support/mounted.ts';

const listOf = (volumeMl: number): Candidate[] =>
  Array.from({ length: 60 }, (_, row) => ({ id: `region ${row}`, volumeMl }) as Candidate);

/** The volumes of each drawing. */
let drawn: number[][] = [];
function List({ listed }: { listed: readonly Candidate[] }) {
  const { rows, onScroll } = useRowsInView(listed);
  drawn.push(rows.map(({ volumeMl }) => volumeMl));
  return createElement('div', { onScroll });
}

test('rows in view follow at once, the others afterwards; none is left behind', async () => {
  const { container, render } = await mounted(createElement(List, { listed: listOf(1) }));
  const show = (listed: Candidate[]) => render(createElement(List, { listed }));
  drawn = [];
  await show(listOf(2));
  expect([drawn[0]![0], drawn[0]![59]]).toEqual([2, 1]);
  expect(new Set(drawn.at(-1))).toEqual(new Set([2]));

  const list = container.firstElementChild!;
  Object.defineProperties(list, { scrollTop: { value: 2900 }, scrollHeight: { value: 3000 } });
  await act(async () => void list.dispatchEvent(new Event('scroll')));
  drawn = [];
  await show(listOf(3));
  expect([drawn[0]![0], drawn[0]![59]]).toEqual([2, 3]);
  expect(new Set(drawn.at(-1))).toEqual(new Set([3]));

  await show(listOf(4).slice(0, 2));
  expect(drawn.at(-1)).toEqual([4, 4]);
});
