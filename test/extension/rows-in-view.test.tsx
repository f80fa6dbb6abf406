/** @jest-environment jsdom */
/** Of a long list that changes, what is in view is drawn at once and the rest when the page has time. */
import './support/browser-globals.ts';
import { expect, test } from '@jest/globals';
import { act, createElement } from 'react';
import { createRoot } from 'react-dom/client';
import type { Candidate } from '../../extension/src/candidates/candidate.ts';
import { useRowsInView } from '../../extension/src/candidates/rows-in-view.ts';

Object.assign(globalThis, { IS_REACT_ACT_ENVIRONMENT: true });

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
  const element = document.body.appendChild(document.createElement('div'));
  const root = createRoot(element);
  const show = (listed: Candidate[]) => act(async () => root.render(createElement(List, { listed })));
  await show(listOf(1));
  drawn = [];
  await show(listOf(2));
  expect([drawn[0]![0], drawn[0]![59]]).toEqual([2, 1]);
  expect(new Set(drawn.at(-1))).toEqual(new Set([2]));

  const list = element.firstElementChild!;
  Object.defineProperties(list, { scrollTop: { value: 2900 }, scrollHeight: { value: 3000 } });
  await act(async () => void list.dispatchEvent(new Event('scroll')));
  drawn = [];
  await show(listOf(3));
  expect([drawn[0]![0], drawn[0]![59]]).toEqual([2, 3]);
  expect(new Set(drawn.at(-1))).toEqual(new Set([3]));

  await show(listOf(4).slice(0, 2));
  expect(drawn.at(-1)).toEqual([4, 4]);
  await act(async () => root.unmount());
});
