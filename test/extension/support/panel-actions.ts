import { jest } from '@jest/globals';
import type { PanelActions } from '../../../extension/src/panel/review-context.ts';
import { createStore } from '../../../extension/src/state/store.ts';
import { testWeights } from './manifest.ts';

const done = async (..._what: readonly unknown[]): Promise<void> => undefined;

/** A panel's actions that only record that they were asked for, on a real store. */
export function recordingActions() {
  return {
    store: createStore(),
    reference: { choose: jest.fn(done), setSegment: jest.fn() },
    controls: {
      mark: jest.fn(),
      slicesOf: jest.fn((_key: string): { usable: number; whole: boolean } | null => null),
      calibrate: jest.fn(done),
      cancel: jest.fn(),
      save: jest.fn(),
    },
    uncertainty: { start: jest.fn(done), cancel: jest.fn() },
    candidates: {
      select: jest.fn(done),
      step: jest.fn(done),
      setStatus: jest.fn(),
      toggleSelected: jest.fn(),
      name: jest.fn(),
      rename: jest.fn(),
      edit: jest.fn(done),
      setMinimum: jest.fn(),
    },
    readKeys: jest.fn(),
    runSlice: jest.fn(done),
    runSeries: jest.fn(done),
    cancel: jest.fn(),
    runStudy: jest.fn(done),
    cancelStudy: jest.fn(),
    setAutoRun: jest.fn(),
    keepResults: jest.fn(done),
    retryStart: jest.fn(),
    tryAgain: jest.fn(),
    setThreshold: jest.fn(),
    setLinkedThreshold: jest.fn(),
    linkThresholds: jest.fn(),
    discardEdits: jest.fn(),
    useCalibration: jest.fn(done),
    removeCalibration: jest.fn(done),
    setCompare: jest.fn(done),
    comparePanes: jest.fn(done),
    traceFlips: jest.fn(done),
    goToSlice: jest.fn(done),
    downloadExport: jest.fn(done),
    storeExport: jest.fn(done),
    cancelExport: jest.fn(),
    reproduce: jest.fn(done),
    cancelReproduction: jest.fn(),
    storeBlockedBy: jest.fn((): string | undefined => undefined),
  } satisfies PanelActions;
}

/** Weights ready, a series of `sliceCount` slices, both methods with a result on slice 3. */
export function withResults({ store }: PanelActions, sliceCount = 6, info = testWeights()): void {
  const backend = { id: 'wasm', detail: '2 threads', fallbackReason: 'WebGPU: no adapter' } as const;
  store.dispatch({ type: 'weights', weights: { kind: 'ready', info }, backend });
  store.dispatch({ type: 'series', series: { kind: 'admitted', key: 's', sliceCount, warnings: [] } });
  store.dispatch({ type: 'slice-shown', displayIndex: 2 });
  const put = (
    method: 'latent-bernoulli' | 'diffusion-ad',
    displayIndex: number,
    score: number,
    candidate: boolean,
  ) =>
    store.dispatch({ type: 'outcome', method, displayIndex, outcome: { status: 'done', score, candidate } });
  put('latent-bernoulli', 2, 0.6123, true);
  put('diffusion-ad', 2, 0.05, false);
  store.dispatch({
    type: 'outcome',
    method: 'diffusion-ad',
    displayIndex: 5,
    outcome: { status: 'no-brain', score: 0, candidate: false },
  });
}
