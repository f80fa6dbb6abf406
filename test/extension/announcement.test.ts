import { expect, test } from '@jest/globals';
import { announcement } from '../../extension/src/announce/announcement.ts';
import type { Candidate } from '../../extension/src/candidates/candidate.ts';
import type { ReviewAction } from '../../extension/src/state/reducer.ts';
import { createStore } from '../../extension/src/state/store.ts';
import { consensusWeights } from './support/manifest.ts';

function listened() {
  const store = createStore();
  const heard: string[] = [];
  let before = store.getState();
  store.subscribe(() => {
    const sentence = announcement(before, store.getState());
    before = store.getState();
    if (sentence !== undefined) heard.push(sentence);
  });
  store.dispatch({ type: 'weights', weights: { kind: 'ready', info: consensusWeights() } });
  const say = (...actions: ReviewAction[]) => {
    heard.length = 0;
    actions.forEach((action) => store.dispatch(action));
    return [...heard];
  };
  return { store, say };
}

test('a run of many slices is told of five times, not at each slice', () => {
  const { say } = listened();
  const steps = Array.from({ length: 50 }, (_, done): ReviewAction => {
    return { type: 'run', run: { kind: 'running', stage: 'detecting', done, total: 50, secondsLeft: 9 } };
  });
  const heard = say(...steps, { type: 'run', run: { kind: 'done', done: 50, total: 50, seconds: 12 } });
  expect(heard).toHaveLength(5);
  expect(heard[0]).toBe('Run started, 50 results to come');
  expect(heard[2]).toBe('25 of 50 results');
  expect(heard[4]).toMatch(/^done.*12 s/i);
});

test('what a key changes far from the focus is said', () => {
  const { say } = listened();
  expect(say({ type: 'visible', method: 'diffusion-ad', visible: false })).toEqual([
    'Shown: Latent Bernoulli, Consensus',
  ]);
  expect(say({ type: 'maps', change: { on: true } })[0]).toMatch(/^Heat map of Latent Bernoulli/);
  expect(say({ type: 'compare', compare: true })).toEqual(['Compared side by side']);
  expect(say({ type: 'threshold', method: 'latent-bernoulli', threshold: 0.2 })).toEqual([
    'Threshold at 5 % of healthy pixels',
  ]);
  expect(say({ type: 'opacity', opacity: 0.5 })).toEqual([]);
});

test('a region is named when it is chosen, accepted or rejected', () => {
  const { say } = listened();
  const region = (status: Candidate['status']) =>
    ({
      id: 'a',
      output: 'diffusion-ad',
      number: 2,
      name: null,
      volumeMl: 1.25,
      status,
    }) as unknown as Candidate;
  const listed = (status: Candidate['status']): ReviewAction => ({
    type: 'regions',
    change: { type: 'listed', output: 'diffusion-ad', regions: [region(status)], leftOut: 0 },
  });
  expect(say(listed('open'), { type: 'regions', change: { type: 'selected', id: 'a' } })).toEqual([
    'Region 2, DiffusionAD, 1.3 ml',
  ]);
  expect(say(listed('rejected'))).toEqual(['Region 2 rejected']);
  expect(say(listed('open'))).toEqual(['Region 2 open again']);
});
