import type { Worker } from 'playwright-core';

/** An exception that nobody catches, in the worker itself. */
export function crash(worker: Worker): Promise<void> {
  return worker.evaluate(
    () =>
      void setTimeout(() => {
        throw new Error('made to crash');
      }, 0),
  );
}

/** From now on no array of numbers can be allocated in the worker, as in a process without free memory. */
export function exhaustMemory(worker: Worker): Promise<void> {
  return worker.evaluate(`globalThis.Float32Array = new Proxy(Float32Array, {
    construct() { throw new RangeError('Array buffer allocation failed'); },
  }); undefined`);
}

/** Put before the worker's script: WebAssembly gets this many pages of 64 KiB at most. */
export const littleMemory = (pages: number): string => `
{ const { Memory } = WebAssembly;
  WebAssembly.Memory = function (wanted) {
    return new Memory({ ...wanted, initial: Math.min(wanted.initial, ${pages}), maximum: ${pages} });
  };
  WebAssembly.Memory.prototype = Memory.prototype; }
`;

/** Put before the worker's script: its graphics device is kept where `loseDevice` finds it. */
export const KEEP_DEVICE = `
{ const ask = GPUAdapter.prototype.requestDevice;
  GPUAdapter.prototype.requestDevice = async function (wanted) {
    return (globalThis.lacunaDevice = await ask.call(this, wanted));
  }; }
`;

/** Put before page and worker: the software adapter of a test machine says that it is hardware. */
export const AS_HARDWARE = `
Object.defineProperty(GPUAdapterInfo.prototype, 'isFallbackAdapter', { get: () => false });
`;

/** Put before the worker's script: a graphics device is given out and soon lost, as by a driver that is reset again and again. */
export const LOSE_AGAIN = `
{ const ask = GPUAdapter.prototype.requestDevice;
  GPUAdapter.prototype.requestDevice = async function (wanted) {
    const device = await ask.call(this, wanted);
    setTimeout(() => device.destroy(), 50);
    return device;
  }; }
`;

/** As when a driver is reset. */
export function loseDevice(worker: Worker): Promise<void> {
  return worker.evaluate(() =>
    (globalThis as unknown as { lacunaDevice: { destroy(): void } }).lacunaDevice.destroy(),
  );
}
