/** A real trial on WebAssembly with the tiny weights, and the golden files of all bundles. */
import fs from 'node:fs';
import path from 'node:path';
import { describe, expect, test } from '@jest/globals';
import { goldenDifference, noiseInputs, parseGolden } from '@lacuna/core/inference/backend/golden.ts';
import { runTrial } from '@lacuna/core/inference/backend/trial.ts';
import { trialInWorker, type TrialWorker } from '@lacuna/core/inference/backend/trial-messages.ts';
import { parseManifest } from '@lacuna/core/inference/manifest.ts';
import type { SessionFactory } from '@lacuna/core/inference/session.ts';
import { openNodeSessions } from '@lacuna/core/inference/session-ort-node.ts';
import { folderWeights } from '../../cli/src/folder-weights.ts';

const TINY = 'test/fixtures/weights-tiny';
const BUNDLES = [TINY, ...fs.readdirSync('models/weights').map((name) => path.join('models/weights', name))];
const json = (file: string) => JSON.parse(fs.readFileSync(file, 'utf8')) as unknown;

test.each(BUNDLES)('%s: WebAssembly gives the golden output', async (folder) => {
  const manifest = parseManifest(json(path.join(folder, 'manifest.json')));
  const golden = parseGolden(json(path.join(folder, 'self-test.json')), manifest);
  const spec = manifest.models[golden.model];
  const sessions = await openNodeSessions({ backend: 'wasm', threads: 1 });
  const session = await sessions.create(fs.readFileSync(path.join(folder, spec.file)), spec);
  const outputs = await session.run(noiseInputs(spec));
  expect(goldenDifference(golden, spec, outputs)).toBeLessThan(1e-4);
  const output = outputs[spec.outputs[0]!.name]!;
  const wrong = output.data.slice();
  wrong[golden.positions[3]!]! += 0.1;
  expect(
    goldenDifference(golden, spec, { [spec.outputs[0]!.name]: { ...output, data: wrong } }),
  ).toBeGreaterThan(0.05);
  wrong[golden.positions[3]!] = NaN;
  expect(goldenDifference(golden, spec, { [spec.outputs[0]!.name]: { ...output, data: wrong } })).toBe(
    Infinity,
  );
  await session.dispose();
});

test('a trial on WebAssembly is right and timed, and frees its sessions', async () => {
  const inner = await openNodeSessions({ backend: 'wasm', threads: 1 });
  let freed = 0;
  const sessions: SessionFactory = { ...inner, dispose: () => (freed++, inner.dispose()) };
  const trial = await runTrial(sessions, folderWeights(TINY));
  expect(trial.difference).toBeLessThan(1e-4);
  expect(trial.ms).toBeGreaterThan(0);
  expect(freed).toBe(1);
});

test('golden output of other weights is refused', () => {
  const tiny = parseManifest(json(path.join(TINY, 'manifest.json')));
  expect(() => parseGolden(json(path.join(BUNDLES[1]!, 'self-test.json')), tiny)).toThrow('other weights');
  expect(() => parseGolden({}, tiny)).toThrow('damaged');
});

describe('the worker of a trial', () => {
  function fakeWorker(answer: unknown) {
    const state = { ended: 0 };
    const listeners: ((event: { data?: unknown; message?: string }) => void)[] = [];
    const worker: TrialWorker = {
      postMessage: () => void setTimeout(() => listeners.forEach((tell) => tell(answer as never)), 1),
      addEventListener: (type, listener) => void (type === 'message' && listeners.push(listener)),
      terminate: () => void state.ended++,
    };
    return { worker, state };
  }
  const request = { type: 'trial', backend: 'wasm', threads: 1, weightsUrl: '', ortUrl: '' } as const;

  test('is ended after its answer, and when it is no longer wanted', async () => {
    const trial = { ms: 1, firstMs: 2, difference: 0 };
    const { worker, state } = fakeWorker({ data: { type: 'trial-done', trial } });
    expect(await trialInWorker(() => worker, request, new AbortController().signal)).toEqual(trial);
    expect(state.ended).toBeGreaterThan(0);
    const silent = fakeWorker({ data: {} });
    const stop = new AbortController();
    const waiting = trialInWorker(() => silent.worker, request, stop.signal);
    stop.abort();
    await expect(waiting).rejects.toThrow('cancelled');
    expect(silent.state.ended).toBe(1);
  });

  test('tells its own failure', async () => {
    const { worker } = fakeWorker({ data: { type: 'trial-failed', message: 'no adapter' } });
    await expect(trialInWorker(() => worker, request, new AbortController().signal)).rejects.toThrow(
      'no adapter',
    );
  });
});
