/** What a computer offers for computing, as the page sees it; no patient data, no address. */
export interface Surroundings {
  userAgent: string;
  /** Whether threads may share memory. */
  crossOriginIsolated: boolean;
  /** Logical processors. */
  processors: number;
  /** null: WebGPU is absent, for the reason given. */
  adapter: AdapterFacts | null;
  noAdapterReason?: string;
  ortVersion: string;
}

export interface AdapterFacts {
  name: string;
  /** Computes on the processor. */
  software: boolean;
  features: readonly string[];
  limits: Readonly<Record<string, number>>;
}

export interface Candidate {
  /** e.g. `webgpu`, `wasm-2`. */
  id: string;
  name: string;
  backend: 'webgpu' | 'wasm';
  /** For WebAssembly, also for what of a graph WebGPU leaves to it. */
  threads: number;
  /** Why it is not even tried. */
  dropped?: string;
}

/** More threads than this bring little for models of this size, and starve the page. */
const MOST_THREADS = 4;

/** One core stays with the page; on two cores a second thread gains nothing (measured: 10 s with one, 12 s with two). */
export function usualThreads({
  crossOriginIsolated,
  processors,
}: Pick<Surroundings, 'crossOriginIsolated' | 'processors'>): number {
  return crossOriginIsolated ? Math.min(Math.max(processors - 1, 1), MOST_THREADS) : 1;
}

/**
 * Everything that could compute here, in the order in which it is tried, with what is known to be useless marked.
 * @param everything also software adapters are tried, and each number of threads: what "measure again" does
 */
export function candidates(around: Surroundings, everything = false): Candidate[] {
  const { adapter, noAdapterReason = 'this browser does not offer WebGPU' } = around;
  const threads = usualThreads(around);
  const webgpu: Candidate = {
    id: 'webgpu',
    name: `WebGPU, ${adapter?.name ?? 'no adapter'}`,
    backend: 'webgpu',
    threads,
  };
  if (!adapter) webgpu.dropped = noAdapterReason;
  else if (adapter.software && !everything)
    webgpu.dropped = `the only WebGPU adapter (${adapter.name}) is a software one, which is slower than WebAssembly`;
  const half: Candidate = {
    id: 'webgpu-fp16',
    name: 'WebGPU in half precision',
    backend: 'webgpu',
    threads,
    dropped: adapter?.features.includes('shader-f16')
      ? 'the weights are stored in half precision but computed in single precision; there are no half-precision graphs'
      : 'the adapter has no half-precision arithmetic (shader-f16)',
  };
  const counts = everything && around.crossOriginIsolated ? threadCounts(around.processors) : [threads];
  return [webgpu, half, ...counts.map(wasm)];
}

function wasm(threads: number): Candidate {
  const name = `WebAssembly, ${threads} ${threads === 1 ? 'thread' : 'threads'}`;
  return { id: `wasm-${threads}`, name, backend: 'wasm', threads };
}

/** 1, 2, 4 and what the processor has, at most MOST_THREADS. */
function threadCounts(processors: number): number[] {
  const most = Math.min(processors, MOST_THREADS);
  return [...new Set([1, 2, 4, most])].filter((n) => n <= most).sort((a, b) => a - b);
}
