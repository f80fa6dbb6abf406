import { cancelled, LacunaError } from '@lacuna/core/errors.ts';
import type { DeliveredResult } from '@lacuna/core/inference/worker/delivered-result.ts';
import type { SourceSlice } from '@lacuna/core/imaging/series.ts';
import type { ClientSlice, ClientStatus, RunOptions } from '@lacuna/core/inference/worker/client-types.ts';
import type {
  KeepAction,
  ReconstructionRequest,
  RunRequest,
} from '@lacuna/core/inference/worker/protocol.ts';
import type { Focus } from '@lacuna/core/inference/worker/work-list.ts';
import type { DetectionClient, StartClient } from '../../../extension/src/inference/detection-client.ts';
import { testWeights } from './manifest.ts';

/**
 * A stand-in for the worker client: delivers made-up maps, one each time the test says so. The map of a slice is a 10x10
 * square of 0.9 in a field of 0.15, so that at 0.5 there is a region and at 0.1 nearly everything is one.
 */
export class FakeClient implements DetectionClient {
  readonly opened: { key: string; slices: readonly SourceSlice[] }[] = [];
  readonly closed: string[] = [];
  readonly requests: RunRequest[] = [];
  readonly looks: Focus[] = [];
  readonly keeps: KeepAction[] = [];
  disposed = 0;
  /** What the grey values of the next series say against a run. */
  doubts: readonly string[] = [];
  /** Makes the result of a slice; tests put their own maps here. */
  resultOf = fakeResult;
  private steps: (() => void)[] = [];
  /** Tells how far the chain of a slice is, as the worker does between two denoiser calls. */
  tellStep: RunOptions['onStep'];

  constructor(private readonly weights = testWeights()) {}

  /** Whom the page has told to listen; called again it is a worker started anew. */
  lastStatus: ((status: ClientStatus) => void) | undefined;
  private current: { reject(error: LacunaError): void } | undefined;

  readonly start: StartClient = async (onStatus: (status: ClientStatus) => void) => {
    const { manifest, sha256 } = this.weights;
    this.lastStatus = onStatus;
    onStatus({ kind: 'ready', backend: { id: 'wasm', detail: 'fake' }, manifest, weightsSha256: sha256 });
    return this;
  };

  async openSeries({ key }: { key: string }, wanted: readonly ClientSlice[]) {
    const slices = await Promise.all(wanted.map(read));
    this.opened.push({ key, slices });
    return { key, sliceCount: slices.length, intensityMedian: 100, doubts: this.doubts };
  }
  closeSeries(key: string) {
    this.closed.push(key);
  }
  look(seriesKey: string, sliceIndex: number, direction: -1 | 0 | 1) {
    this.looks.push({ seriesKey, sliceIndex, direction });
  }
  keepResults(action: KeepAction) {
    this.keeps.push(action);
    return Promise.resolve(
      action === 'forbid' ? null : { results: action === 'clear' ? 0 : 3, bytes: 75_000 },
    );
  }
  reconstruction({ sliceIndex }: ReconstructionRequest) {
    const pixels = this.opened.at(-1)?.slices[sliceIndex]?.pixels;
    return Promise.resolve(Float32Array.from(pixels ?? [], (value) => value / 2));
  }
  dispose() {
    this.disposed++;
    this.current?.reject(cancelled());
  }

  run(request: RunRequest, { signal, onSlice, onProgress, onStep }: RunOptions = {}): Promise<void> {
    this.requests.push(request);
    this.tellStep = onStep;
    const total = request.order.length * request.methods.length;
    const slices = this.opened.at(-1)?.slices ?? [];
    return new Promise((resolve, reject) => {
      this.current = { reject };
      signal?.addEventListener('abort', () => reject(cancelled()));
      const wanted = request.order.flatMap((sliceIndex) =>
        request.methods.map((method) => ({ sliceIndex, method })),
      );
      this.steps = wanted.map(({ sliceIndex, method }, i) => () => {
        onSlice?.(this.resultOf(slices[sliceIndex]!, sliceIndex, method));
        onProgress?.({ done: i + 1, total, secondsLeft: total - i - 1 });
        if (i + 1 === total) resolve();
      });
    });
  }

  /** Delivers the next results, giving the page's side time to take each. */
  async deliver(count = Infinity) {
    for (let i = 0; i < count && this.steps.length > 0; i++) {
      this.steps.shift()!();
      await settle();
    }
  }

  /** Starts something, delivers all its results and waits for its end. */
  async complete<T>(start: () => Promise<T>): Promise<T> {
    const ended = start();
    await settle();
    await this.deliver();
    return ended;
  }

  fail(error: LacunaError) {
    this.current?.reject(error);
  }
}

/** As the worker gets it. */
async function read(slice: ClientSlice): Promise<SourceSlice> {
  if (!('read' in slice)) return slice;
  const { key, geometry } = slice;
  return { key, geometry, pixels: await slice.read() };
}

export function fakeResult(
  slice: SourceSlice,
  sliceIndex: number,
  method: DeliveredResult['method'],
): DeliveredResult {
  const { rows, columns } = slice.geometry;
  const anomalyMap = new Float32Array(rows * columns).fill(0.15);
  for (let y = 5; y < 15; y++) anomalyMap.fill(0.9, y * columns + 5, y * columns + 15);
  return {
    sliceKey: slice.key,
    sliceIndex,
    method,
    status: 'done',
    anomalyMap,
    brainMask: new Uint8Array(rows * columns).fill(1),
    score: 0.9,
    elapsedMs: 1,
    from: 'computed',
  };
}

/** Enough turns of the event loop for chained promises and the reader's pauses. */
export async function settle(turns = 12): Promise<void> {
  for (let i = 0; i < turns; i++) await new Promise((resolve) => setTimeout(resolve, 0));
}

/** Waits for what takes animation frames; a condition that never holds fails the test by its own expectation. */
export async function until(condition: () => boolean, limitMs = 3_000): Promise<void> {
  const end = Date.now() + limitMs;
  while (!condition() && Date.now() < end) await new Promise((resolve) => setTimeout(resolve, 5));
}
