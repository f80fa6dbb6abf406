import type { Gpu } from '@lacuna/core/inference/session-webgpu-device.ts';

interface Queue {
  writeBuffer(buffer: unknown, offset: number, data: ArrayBufferView, ...range: number[]): void;
}
interface DawnModule {
  create(options: string[]): Gpu;
  globals: Readonly<Record<string, unknown>> & { GPUQueue: { prototype: Queue } };
}

/**
 * WebGPU in Node by Dawn (npm `webgpu`), with whatever Vulkan driver the machine offers.
 * @param options of Dawn, e.g. `backend=null` for a device that takes every command and computes nothing
 */
export async function openDawn(...options: string[]): Promise<Gpu> {
  const { create, globals } = (await import('webgpu')) as unknown as DawnModule;
  copyShared(globals.GPUQueue.prototype);
  Object.assign(globalThis, globals);
  const gpu = create(options);
  Object.defineProperty(globalThis, 'navigator', { value: { gpu }, configurable: true });
  return gpu;
}

/** onnxruntime-web's memory is shared between threads; a browser writes from it, this Dawn wants a copy. */
function copyShared(queue: Queue): void {
  const write = queue.writeBuffer;
  queue.writeBuffer = function (buffer, offset, data, ...range) {
    const shared = data.buffer instanceof SharedArrayBuffer;
    const bytes = shared
      ? Uint8Array.from(new Uint8Array(data.buffer, data.byteOffset, data.byteLength))
      : data;
    write.call(this, buffer, offset, bytes, ...range);
  };
}
