/** A model that is loading while everything is cancelled is released too. */
import { expect, test } from '@jest/globals';
import { CheckedModels } from '@lacuna/core/inference/checked-models.ts';
import { RunQueue } from '@lacuna/core/inference/run-queue.ts';
import type { ModelSpec } from '@lacuna/core/inference/manifest-types.ts';
import type { ModelSession, SessionFactory } from '@lacuna/core/inference/session.ts';

test('closing waits for a model that is loading and releases it', async () => {
  const told: string[] = [];
  let finish: () => void = () => undefined;
  const session = {
    run: () => Promise.reject(new Error('not here')),
    dispose: () => {
      told.push('session released');
      return Promise.resolve();
    },
  } as unknown as ModelSession;
  const factory: SessionFactory = {
    backend: { id: 'cpu', detail: 'a fake' },
    create: () =>
      new Promise((resolve) => {
        told.push('loading');
        finish = () => resolve(session);
      }),
    dispose: () => {
      told.push('back-end released');
      return Promise.resolve();
    },
  };
  const models = new CheckedModels(factory, new RunQueue());
  const abort = new AbortController();
  const loading = models.load('encoder', new Uint8Array(1), {} as ModelSpec, abort.signal);
  while (told.length === 0) await new Promise((resolve) => setTimeout(resolve, 1));
  abort.abort();
  await expect(loading).rejects.toMatchObject({ code: 'cancelled' });
  const closed = models.dispose();
  await expect(models.run('encoder', {}, 1)).rejects.toMatchObject({ code: 'invalid-argument' });
  finish();
  await closed;
  expect(told).toEqual(['loading', 'session released', 'back-end released']);
});
