import { describeThrown } from '../errors.ts';
import type { AdapterFacts } from './backend/candidates.ts';

/** The parts of WebGPU that are used here; structural, so that no DOM typing is needed. */
export interface Gpu {
  requestAdapter(options?: { powerPreference?: 'high-performance' }): Promise<GpuAdapter | null>;
}
interface GpuAdapter {
  readonly features: { has(name: string): boolean } & Partial<Iterable<string>>;
  readonly limits: object;
  readonly info?: GpuAdapterInfo;
  /** Where older browsers keep what is now in `info`. */
  readonly isFallbackAdapter?: boolean;
  requestDevice(descriptor: object): Promise<GpuDevice>;
}
interface GpuAdapterInfo {
  readonly vendor?: string;
  readonly architecture?: string;
  readonly device?: string;
  readonly description?: string;
  readonly isFallbackAdapter?: boolean;
}
interface GpuDevice {
  readonly lost: Promise<{ reason: string; message: string }>;
  destroy(): void;
}

export type GpuFound =
  | { kind: 'none'; reason: string }
  | { kind: 'found'; device: GpuDevice; name: string; software: boolean; lost: Promise<string> };

/** The limits that onnxruntime's kernels profit from; WebGPU's defaults are lower than what hardware offers. */
const LIMITS = [
  'maxBufferSize',
  'maxStorageBufferBindingSize',
  'maxStorageBuffersPerShaderStage',
  'maxBindGroups',
  'maxComputeWorkgroupStorageSize',
  'maxComputeWorkgroupsPerDimension',
  'maxComputeInvocationsPerWorkgroup',
  'maxComputeWorkgroupSizeX',
  'maxComputeWorkgroupSizeY',
  'maxComputeWorkgroupSizeZ',
] as const;

/** What an adapter says of itself, without asking it for a device; the reason where there is none. Never rejects. */
export async function describeAdapter(gpu: Gpu | undefined): Promise<AdapterFacts | { reason: string }> {
  if (!gpu) return { reason: 'this browser does not offer WebGPU' };
  try {
    const adapter = await gpu.requestAdapter({ powerPreference: 'high-performance' });
    if (!adapter) return { reason: 'no graphics adapter is available to WebGPU' };
    const limits = adapter.limits as Readonly<Record<string, number | undefined>>;
    return {
      name: adapterName(adapter.info),
      software: isSoftware(adapter),
      features: adapter.features[Symbol.iterator] ? [...(adapter.features as Iterable<string>)].sort() : [],
      limits: Object.fromEntries(
        LIMITS.flatMap((name) => (limits[name] === undefined ? [] : [[name, limits[name]]])),
      ),
    };
  } catch (thrown) {
    return { reason: `WebGPU could not be started (${describeThrown(thrown)})` };
  }
}

/** A device on the fastest adapter, or the reason why there is none; never rejects. */
export async function requestGpu(gpu: Gpu | undefined): Promise<GpuFound> {
  if (!gpu) return { kind: 'none', reason: 'this browser does not offer WebGPU' };
  try {
    const adapter = await gpu.requestAdapter({ powerPreference: 'high-performance' });
    if (!adapter) return { kind: 'none', reason: 'no graphics adapter is available to WebGPU' };
    const offered = adapter.limits as Readonly<Record<string, number | undefined>>;
    const requiredLimits = Object.fromEntries(
      LIMITS.flatMap((name) => (offered[name] === undefined ? [] : [[name, offered[name]]])),
    );
    const requiredFeatures = ['subgroups', 'shader-f16'].filter((name) => adapter.features.has(name));
    const device = await adapter.requestDevice({ requiredLimits, requiredFeatures });
    return {
      kind: 'found',
      device,
      name: adapterName(adapter.info),
      software: isSoftware(adapter),
      lost: device.lost.then(({ reason, message }) => (message || reason).replace(/\.$/, '')), // within a sentence of ours
    };
  } catch (thrown) {
    return { kind: 'none', reason: `WebGPU could not be started (${describeThrown(thrown)})` };
  }
}

function isSoftware({ info, isFallbackAdapter }: GpuAdapter): boolean {
  return info?.isFallbackAdapter ?? isFallbackAdapter ?? false;
}

function adapterName(info: GpuAdapterInfo | undefined): string {
  const parts = [info?.vendor, info?.architecture, info?.device, info?.description].filter(Boolean);
  return parts.length ? [...new Set(parts)].join(' ') : 'unnamed adapter';
}
