import {
  describeThrown,
  isOutOfMemory,
  LacunaError,
  type LacunaErrorCode,
  outOfMemory,
} from '../../errors.ts';
import type { BackendId } from '../session.ts';
import type { WireError } from './protocol.ts';

/** After these the realm cannot be trusted; the client replaces the worker. */
const FATAL: ReadonlySet<LacunaErrorCode> = new Set([
  'timeout',
  'out-of-memory',
  'worker-crashed',
  'backend-unavailable',
]);

/** Anything thrown, as a message; what is not a LacunaError is a failure of the runtime, which may have died of it. */
export function toWire(thrown: unknown, backend?: BackendId): WireError {
  if (!(thrown instanceof LacunaError)) {
    if (isOutOfMemory(thrown)) return toWire(outOfMemory(thrown)); // a new worker begins with free memory
    const message = `The computation stopped unexpectedly (${describeThrown(thrown).slice(0, 300)}).`;
    return { code: 'worker-crashed', message, fatal: true };
  }
  const { code, message, evidence } = thrown;
  // Numbers gone wrong on WebGPU may be the driver's fault, and right on WebAssembly.
  const fatal = FATAL.has(code) || (code === 'bad-output' && backend === 'webgpu');
  return { code, message, fatal, ...(evidence ? { evidence } : {}) };
}

export function fromWire({ code, message, evidence }: WireError): LacunaError {
  return new LacunaError(code, message, evidence);
}
