/** Which back-end is chosen, and what is said about it (I13). Adapters are fake; a real one is tested in the browser. */
import { describe, expect, test } from '@jest/globals';
import { openWebSessions } from '@lacuna/core/inference/session-ort-web.ts';
import type { Gpu } from '@lacuna/core/inference/session-webgpu-device.ts';

function fakeGpu(info: { isFallbackAdapter?: boolean; vendor?: string } | null) {
  const state = { destroyed: 0, descriptor: null as unknown };
  const adapter = {
    features: new Set(['shader-f16', 'texture-compression-bc']),
    limits: { maxBufferSize: 2 ** 30, maxStorageBufferBindingSize: 2 ** 29 },
    info: info ?? undefined,
    requestDevice: (descriptor: object) => {
      state.descriptor = descriptor;
      return Promise.resolve({
        lost: new Promise<never>(() => undefined),
        destroy: () => void state.destroyed++,
      });
    },
  };
  const gpu: Gpu = { requestAdapter: () => Promise.resolve(info === null ? null : adapter) };
  return { gpu, state };
}
const runtime = (gpu?: Gpu) => ({ ortUrl: 'http://127.0.0.1/ort', threads: 2, gpu });

describe('automatic', () => {
  test('takes hardware WebGPU, with the limits of the adapter', async () => {
    const { gpu, state } = fakeGpu({ vendor: 'acme' });
    const sessions = await openWebSessions(runtime(gpu), { backend: 'auto' });
    expect(sessions.backend).toEqual({ id: 'webgpu', detail: 'acme' });
    expect(state.descriptor).toEqual({
      requiredLimits: { maxBufferSize: 2 ** 30, maxStorageBufferBindingSize: 2 ** 29 },
      requiredFeatures: ['shader-f16'],
    });
    await sessions.dispose();
    expect(state.destroyed).toBe(1);
  });

  test.each<[string, Gpu | undefined, string]>([
    ['no WebGPU', undefined, 'does not offer WebGPU'],
    ['no adapter', fakeGpu(null).gpu, 'no graphics adapter'],
    ['a refused device', { requestAdapter: () => Promise.reject(new Error('blocklisted')) }, 'blocklisted'],
    ['a software adapter', fakeGpu({ isFallbackAdapter: true, vendor: 'swift' }).gpu, 'software'],
  ])('%s: WebAssembly, and why', async (_, gpu, reason) => {
    const { backend } = await openWebSessions(runtime(gpu), { backend: 'auto' });
    expect(backend).toMatchObject({ id: 'wasm', detail: 'WebAssembly, 2 threads' });
    expect(backend.fallbackReason).toContain(reason);
  });
});

test('WebGPU on demand takes a software adapter too, and is an error where there is none', async () => {
  const { gpu } = fakeGpu({ isFallbackAdapter: true, vendor: 'swift' });
  expect((await openWebSessions(runtime(gpu), { backend: 'webgpu' })).backend).toEqual({
    id: 'webgpu',
    detail: 'swift',
  });
  await expect(openWebSessions(runtime(), { backend: 'webgpu' })).rejects.toMatchObject({
    code: 'backend-unavailable',
  });
});

test('WebAssembly on demand needs no reason; after a failure it carries one', async () => {
  expect((await openWebSessions(runtime(), { backend: 'wasm' })).backend.fallbackReason).toBeUndefined();
  const after = await openWebSessions(runtime(), { backend: 'wasm', fallbackReason: 'the device was lost' });
  expect(after.backend.fallbackReason).toBe('the device was lost');
});
