interface Device {
  readonly queue: { onSubmittedWorkDone(): Promise<void> };
}
interface Adapter {
  requestDevice(...descriptor: unknown[]): Promise<Device>;
}

/**
 * Waits until the graphics devices that this realm makes from now on have done all work they were given: a runtime that leaves
 * tensors on a device answers before.
 */
export function waitForGraphics(): () => Promise<void> {
  const devices: Device[] = [];
  const { GPUAdapter } = globalThis as { GPUAdapter?: { prototype: Adapter } };
  if (GPUAdapter) {
    const { prototype } = GPUAdapter;
    const request = prototype.requestDevice;
    prototype.requestDevice = async function (this: Adapter, ...descriptor) {
      const device = await request.apply(this, descriptor);
      devices.push(device);
      return device;
    };
  }
  return async () => {
    await Promise.all(devices.map(({ queue }) => queue.onSubmittedWorkDone()));
  };
}
