/** A reader does not wait for the trials of back-ends. */
import { expect, test } from '@jest/globals';
import type { BackendDecision } from '@lacuna/core/inference/backend/find-backend.ts';
import { startInTime } from '@lacuna/core/inference/backend/start-in-time.ts';

const around = { crossOriginIsolated: true, processors: 4 };
const decision: BackendDecision = { backend: 'auto', threads: 1, origin: 'measured', tried: [] };
const after = <T>(ms: number, value: T) => new Promise<T>((resolve) => setTimeout(() => resolve(value), ms));

test('a decision in time counts', async () => {
  expect(await startInTime(after(5, decision), around, undefined, 500)).toBe(decision);
});

test('later than that, WebAssembly starts and says why', async () => {
  const began = performance.now();
  const found = await startInTime(after(1000, decision), around, undefined, 30);
  expect(performance.now() - began).toBeLessThan(500);
  expect(found).toMatchObject({ backend: 'wasm', threads: 3, origin: 'in the meantime' });
  expect(found.fallbackReason).toContain('being tried');
});

test('the wait counts from the first trial on: what is remembered comes in time on a busy page, too', async () => {
  const never = new Promise<void>(() => undefined);
  expect(await startInTime(after(60, decision), around, undefined, 10, never)).toBe(decision);
  const found = await startInTime(after(1000, decision), around, undefined, 30, after(20, undefined));
  expect(found.origin).toBe('in the meantime');
});

test('a failure in time is told, a late one is nobody’s', async () => {
  const failing = (ms: number) =>
    after(ms, null).then(() => {
      throw new Error('no weights');
    });
  await expect(startInTime(failing(5), around, undefined, 500)).rejects.toThrow('no weights');
  expect((await startInTime(failing(60), around, undefined, 10)).backend).toBe('wasm');
  await after(80, null);
});
