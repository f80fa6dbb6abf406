/**
 * The models in a thread of their own: the same bits, in any order of asking, and an end in every case.
 * @jest-environment ./test/inference/support/native-arrays-environment.cjs
 */
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { pathToFileURL } from 'node:url';
import { afterAll, describe, expect, jest, test } from '@jest/globals';
import { METHOD_IDS, type SliceResult } from '@lacuna/core/inference/detector.ts';
import { Engine } from '@lacuna/core/inference/engine.ts';
import type { SessionFactory } from '@lacuna/core/inference/session.ts';
import { openNodeSessions } from '@lacuna/core/inference/session-ort-node.ts';
import { openSessionsBeside, queueBeside } from '@lacuna/cli/src/beside/sessions-beside.ts';
import { folderWeights } from '@lacuna/cli/src/folder-weights.ts';
import { openCase } from '@lacuna/cli/src/source-case.ts';

jest.setTimeout(120_000);
const WEIGHTS = 'test/fixtures/weights-tiny';
const never = new AbortController().signal;
const series = async () => {
  const { source } = await openCase('viewer/studies/synthetic-a', undefined, never);
  return { ...source, slices: source.slices.slice(7, 11) };
};
const open = (sessions: SessionFactory) =>
  Engine.open(sessions, folderWeights(WEIGHTS), { queue: queueBeside() });

/** With times left out. */
async function allSlices(engine: Engine): Promise<SliceResult[]> {
  const prepared = await engine.prepareSeries(await series());
  const results: SliceResult[] = [];
  for (const method of METHOD_IDS)
    for await (const result of engine.detectSlices(prepared, [0, 1, 2, 3], method, { seed: 3 }))
      results.push({ ...result, elapsedMs: 0 });
  return results;
}

test.each(['cpu', 'wasm'] as const)(
  '%s gives the bits it gives on the thread of the engine',
  async (backend) => {
    const [here, beside] = [await openNodeSessions({ backend }), await openSessionsBeside({ backend })];
    expect(beside.backend).toEqual(here.backend);
    const expected = await Engine.open(here, folderWeights(WEIGHTS)).then(async (engine) => {
      const results = await allSlices(engine);
      await engine.dispose();
      return results;
    });
    const engine = await open(beside);
    expect(await allSlices(engine)).toEqual(expected);
    await engine.dispose();
    await engine.dispose();
  },
);

test('two models wait at the thread, so that it need not wait for the engine', async () => {
  const inner = await openSessionsBeside({ backend: 'cpu' });
  let [running, most] = [0, 0];
  const counted: SessionFactory = {
    ...inner,
    create: async (bytes, spec) => {
      const session = await inner.create(bytes, spec);
      return {
        ...session,
        run: async (inputs) => {
          most = Math.max(most, ++running);
          return session.run(inputs).finally(() => running--);
        },
      };
    },
  };
  const engine = await open(counted);
  await allSlices(engine);
  expect(most).toBe(2);
  expect(running).toBe(0);
  await engine.dispose();
});

test('cancelled in the middle of a series, at once, and the thread ends', async () => {
  const engine = await open(await openSessionsBeside({ backend: 'cpu' }));
  const prepared = await engine.prepareSeries(await series());
  const abort = new AbortController();
  const options = { signal: abort.signal };
  const run = async () => {
    for (;;)
      for await (const { status } of engine.detectSlices(
        prepared,
        [0, 1, 2],
        'diffusion-ad',
        { seed: 1 },
        options,
      ))
        setTimeout(() => abort.abort(), status === 'done' ? 3 : 0);
  };
  await expect(run()).rejects.toMatchObject({ code: 'cancelled' });
  await engine.dispose();
  await expect(engine.prepareSeries(await series())).rejects.toMatchObject({ code: 'invalid-argument' });
});

describe('a thread that cannot serve', () => {
  const folder = fs.mkdtempSync(path.join(os.tmpdir(), 'lacuna-thread-'));
  afterAll(() => fs.rmSync(folder, { recursive: true, force: true }));
  const entry = (name: string, code: string) => {
    fs.writeFileSync(path.join(folder, name), code);
    return pathToFileURL(path.join(folder, name));
  };

  test.each([
    ['does not start', 'throw new Error("no such module")'],
    [
      'ends when asked',
      'import { parentPort } from "node:worker_threads"; parentPort.once("message", () => process.exit(3));',
    ],
  ])('%s: an error with its reason, not a wait', async (name, code) => {
    const opening = openSessionsBeside({ entry: entry(`${name.replaceAll(' ', '-')}.mjs`, code) });
    await expect(opening).rejects.toMatchObject({ code: 'worker-crashed' });
  });

  test('a model that the runtime refuses is refused, and the next question answered', async () => {
    const sessions = await openSessionsBeside({ backend: 'cpu' });
    const spec = { file: 'broken.onnx' } as Parameters<SessionFactory['create']>[1];
    await expect(sessions.create(Uint8Array.of(1, 2, 3), spec)).rejects.toMatchObject({
      code: 'backend-unavailable',
    });
    const engine = await open(sessions);
    expect(engine.backend.id).toBe('cpu');
    await engine.dispose();
  });
});
