/** Graphics buffers over many slices on WebGPU (a device that computes nothing): none is forgotten. */
import { expect, jest, test } from '@jest/globals';
import type { GpuBuffers } from '../../bench/soak/gpu-buffers.ts';
import { printed } from '../../bench/soak/soak.ts';

jest.setTimeout(300_000);

test('200 slices of both methods leave as many buffers alive as the first ones, closing leaves none', async () => {
  const found = await printed<GpuBuffers>('bench/soak/gpu-buffers.ts');
  console.log(JSON.stringify(found));
  expect(found.slices).toBe(200);
  expect(found.created).toBeGreaterThan(found.warm); // the device is in use, and its buffers are counted
  expect(found.warm).toBeGreaterThan(0);
  expect(found.end).toBeLessThanOrEqual(1.1 * found.warm);
  expect(found.endBytes).toBeLessThanOrEqual(1.1 * found.warmBytes);
  expect(found.closed).toBeLessThanOrEqual(0.1 * found.warm);
});
