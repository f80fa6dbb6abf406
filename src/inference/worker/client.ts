import { asLacunaError, cancelled, LacunaError } from '../../errors.ts';
import type { SourceSlice } from '../../imaging/series.ts';
import { type CompactResult, unpackMask, unpackReconstruction } from '../compact-result.ts';
import { brainMaskOnSource, reconstructionOnSource } from '../grid-result.ts';
import { LatestMapping } from '../latest-mapping.ts';
import type { WeightsManifest } from '../manifest-types.ts';
import type { BackendInfo } from '../session.ts';
import type { ClientOptions, ClientSlice, RunOptions } from './client-types.ts';
import { DeliveredSlice } from './delivered-result.ts';
import { afterSuccess, nextRung, type Rung } from './ladder.ts';
import type {
  FromWorker,
  KeepAction,
  OpenedSeries,
  ReconstructionRequest,
  RunRequest,
  ToWorker,
  WireResult,
} from './protocol.ts';
import { PendingRun } from './pending-run.ts';
import type { Kept } from './result-cache.ts';
import { MOST_UNDELIVERED } from './scheduler.ts';
import { fromWire, toWire } from './wire-error.ts';
import type { Focus } from './work-list.ts';
import { WorkerLink } from './worker-link.ts';

export type { ClientOptions, ClientSlice, ClientStatus, RunOptions, RunProgress } from './client-types.ts';
export type { DeliveredResult } from './delivered-result.ts';
export type { OpenedSeries, ReconstructionRequest, RunRequest } from './protocol.ts';

const TIMEOUT_MS = 60_000;

interface Ready {
  backend: BackendInfo;
  manifest: WeightsManifest;
  weightsSha256: string;
}

interface PendingOpen {
  kind: 'open';
  key: string;
  resolve(series: OpenedSeries): void;
  reject(error: LacunaError): void;
}

interface PendingReconstruction {
  kind: 'reconstruct';
  request: ReconstructionRequest;
  resolve(reconstruction: Float32Array): void;
  reject(error: LacunaError): void;
}
interface PendingKeep {
  kind: 'keep';
  action: KeepAction;
  resolve(kept: Kept | null): void;
  reject(error: LacunaError): void;
}
type Pending = PendingOpen | PendingRun | PendingReconstruction | PendingKeep;

/**
 * The page's side of the inference worker.
 *
 * Every request settles: with its result, at once with `cancelled` when its signal is aborted, or with a typed error.
 * A worker that crashes, loses its device or stays silent too long is replaced, what was asked for goes on there,
 * and the status tells so. Pixels are copied to the worker slice by slice, when it asks for them; the caller's arrays
 * are never changed or detached, and must stay as they are while the series is open.
 */
export class InferenceClient {
  private worker: WorkerLink | undefined;
  /** What the newest worker told; kept while a new one starts. */
  private latest: Ready | undefined;
  private isReady = false;
  private rung: Rung;
  private failure: LacunaError | undefined;
  private nextId = 1;
  private readonly pending = new Map<number, Pending>();
  /** Cancelled here, not yet acknowledged there; a worker that never does is replaced as well. */
  private readonly draining = new Set<number>();
  private readonly series = new Map<string, { slices: readonly ClientSlice[]; intensityMedian?: number }>();
  private mappings: LatestMapping | undefined;
  private focus: Focus | undefined;
  private keeps = false;
  /** Slices that the worker waits for while the page reads them. */
  private reading = 0;
  /** Results handed to the page that it has not taken yet. */
  private untaken = 0;
  private timer: ReturnType<typeof setTimeout> | undefined;
  private started!: { resolve(): void; reject(error: LacunaError): void };

  private constructor(private readonly options: ClientOptions) {
    this.rung = { attempt: 0, backend: options.backend ?? 'auto' };
  }

  /** Resolves when the weights are verified and a back-end is up. @throws LacunaError */
  static async start(options: ClientOptions, signal?: AbortSignal): Promise<InferenceClient> {
    const client = new InferenceClient(options);
    const opened = new Promise<void>((resolve, reject) => (client.started = { resolve, reject }));
    const onAbort = () => client.dispose();
    signal?.addEventListener('abort', onAbort, { once: true });
    if (signal?.aborted) client.dispose();
    else client.launch();
    await opened.finally(() => signal?.removeEventListener('abort', onAbort));
    return client;
  }

  /** What computes now; may change after a restart, which the status tells. */
  get backend(): BackendInfo {
    return this.latest!.backend;
  }
  get manifest(): WeightsManifest {
    return this.latest!.manifest;
  }
  get weightsSha256(): string {
    return this.latest!.weightsSha256;
  }

  /** Hands a series over, slices feet to head. @throws LacunaError `no-brain` | `constant` | `too-small` | ... */
  openSeries(
    { key }: { key: string },
    slices: readonly ClientSlice[],
    signal?: AbortSignal,
  ): Promise<OpenedSeries> {
    return this.request(signal, (id, resolve: (series: OpenedSeries) => void, reject) => {
      this.series.set(key, { slices });
      this.pending.set(id, { kind: 'open', key, resolve, reject });
      this.announce(id, key);
    });
  }

  /** Frees a series here and in the worker. */
  closeSeries(key: string): void {
    if (this.series.delete(key)) this.send({ type: 'close-series', key });
  }

  /** Resolves when every slice of every method was delivered. @throws LacunaError */
  run(request: RunRequest, options: RunOptions = {}): Promise<void> {
    return this.request(options.signal, (id, resolve: () => void, reject) => {
      const asked = options.onStep ? { ...request, coarse: true } : request;
      const run = new PendingRun(asked, options, resolve, reject);
      this.pending.set(id, run);
      this.send({ type: 'run', id, ...asked });
    });
  }

  /** Tells what is on the screen, and which way it is scrolled (1: feet to head): that slice is computed next. */
  look(seriesKey: string, sliceIndex: number, direction: -1 | 0 | 1): void {
    this.focus = { seriesKey, sliceIndex, direction };
    const sent = this.isMissing(seriesKey, sliceIndex); // when the worker would ask the page may be busy drawing
    this.send({ type: 'look', ...this.focus, sent });
    if (sent) void this.sendSlice(seriesKey, sliceIndex);
  }

  /**
   * The pseudo-healthy image of a slice on the source grid, [rows*columns], in modality units, the source's own pixels
   * outside the brain; from memory, or computed again with the same bits. @throws LacunaError
   */
  reconstruction(request: ReconstructionRequest, signal?: AbortSignal): Promise<Float32Array> {
    return this.request(signal, (id, resolve: (reconstruction: Float32Array) => void, reject) => {
      this.pending.set(id, { kind: 'reconstruct', request, resolve, reject });
      this.send({ type: 'reconstruct', id, ...request });
    });
  }

  /**
   * Allows results to be kept on this computer's disk, or forbids (and removes) it, or removes what is kept; resolves
   * with what lies there, null where nothing may be kept. Forbidden at first. @throws LacunaError `store-failed`
   */
  keepResults(action: KeepAction, signal?: AbortSignal): Promise<Kept | null> {
    if (action === 'allow' || action === 'forbid') this.keeps = action === 'allow';
    return this.request(signal, (id, resolve: (kept: Kept | null) => void, reject) => {
      this.pending.set(id, { kind: 'keep', action, resolve, reject });
      this.send({ type: 'keep', id, action });
    });
  }

  /** Ends the worker; everything pending rejects with `cancelled`. Idempotent. */
  dispose(): void {
    if (this.failure) return;
    this.giveUp(cancelled());
    this.options.onStatus?.({ kind: 'disposed' });
  }

  private request<T>(
    signal: AbortSignal | undefined,
    begin: (id: number, resolve: (value: T) => void, reject: (error: LacunaError) => void) => void,
  ): Promise<T> {
    if (this.failure) return Promise.reject(this.failure);
    if (signal?.aborted) return Promise.reject(cancelled());
    const id = this.nextId++;
    const onAbort = () => {
      const request = this.pending.get(id);
      if (!request) return;
      this.pending.delete(id);
      if (this.isReady) this.draining.add(id);
      this.send({ type: 'cancel', id });
      if (request.kind === 'open') this.closeSeries(request.key);
      request.reject(cancelled());
    };
    return new Promise<T>((resolve, reject) => {
      signal?.addEventListener('abort', onAbort, { once: true });
      begin(id, resolve, reject);
      this.watch();
    }).finally(() => signal?.removeEventListener('abort', onAbort));
  }

  private launch(fallbackReason = this.options.fallbackReason): void {
    const { createWorker, weightsUrl, ortUrl, threads } = this.options;
    try {
      this.worker = new WorkerLink(createWorker, {
        onMessage: (message) => this.receive(message),
        onCrash: (error) => this.lost(error),
      });
    } catch (thrown) {
      this.fail(asLacunaError(thrown, 'worker-crashed', 'The inference worker did not start.'));
      return;
    }
    const { backend } = this.rung;
    this.worker.post({ type: 'start', weightsUrl, ortUrl, backend, threads, fallbackReason });
    this.watch();
  }

  private receive(message: FromWorker): void {
    switch (message.type) {
      case 'loading': {
        const { file, loadedBytes, totalBytes } = message;
        this.options.onStatus?.({ kind: 'loading', file, loadedBytes, totalBytes });
        break;
      }
      case 'ready': {
        const { backend, manifest, weightsSha256 } = message;
        this.latest = { backend, manifest, weightsSha256 };
        this.mappings = new LatestMapping(manifest.grid);
        this.isReady = true;
        this.options.onStatus?.({ kind: 'ready', ...this.latest });
        this.started.resolve();
        this.resume();
        break;
      }
      case 'warming':
        this.options.onStatus?.({ kind: 'warming', warming: message.warming });
        break;
      case 'need-slice':
        void this.sendSlice(message.key, message.index);
        break;
      case 'opened': {
        const opened = this.series.get(message.series.key);
        if (opened) opened.intensityMedian = message.series.intensityMedian;
        const request = this.settled(message.id);
        if (request?.kind === 'open') request.resolve(message.series);
        break;
      }
      case 'slice':
        this.deliver(message.id, message.result);
        break;
      case 'step': {
        const request = this.pending.get(message.id);
        if (request?.kind === 'run')
          request.tell(message.step, (wire) => this.opened(request.seriesKey, wire));
        break;
      }
      case 'reconstructed': {
        const request = this.settled(message.id);
        if (request?.kind !== 'reconstruct') break;
        const { request: wanted, resolve, reject } = request;
        const reconstruction = this.onSource(wanted, message.packed);
        reconstruction.then((found) => (found ? resolve(found) : reject(cancelled())), reject);
        break;
      }
      case 'kept': {
        const request = this.settled(message.id);
        if (request?.kind === 'keep') request.resolve(message.kept);
        break;
      }
      case 'finished': {
        this.rung = afterSuccess(this.rung);
        const request = this.settled(message.id);
        if (request?.kind === 'run') request.resolve();
        break;
      }
      case 'failed': {
        const error = fromWire(message.error);
        if (message.error.fatal) return this.lost(error);
        if (message.id === null) return this.fail(error);
        const request = this.settled(message.id);
        if (request?.kind === 'open') this.closeSeries(request.key);
        request?.reject(error);
      }
    }
    this.watch();
  }

  /** The worker is told when the page has taken the result, or nobody waits for it any more. */
  private deliver(id: number, result: WireResult): void {
    const { worker } = this;
    const request = this.pending.get(id);
    const taken = () => {
      if (this.worker !== worker) return;
      this.untaken--;
      this.send({ type: 'taken' });
      this.watch();
    };
    this.untaken++;
    if (request?.kind === 'run') {
      const open = (wire: WireResult) => this.opened(request.seriesKey, wire);
      void request.deliver(result, open).finally(taken);
    } else taken(); // a late result of a cancelled run is dropped
  }

  private opened(seriesKey: string, wire: WireResult): DeliveredSlice | undefined {
    const slice = this.series.get(seriesKey)?.slices[wire.sliceIndex];
    return slice && new DeliveredSlice(wire, slice.geometry, this.mappings!);
  }

  /** Undefined when the series was closed meanwhile. */
  private async onSource(
    { seriesKey, sliceIndex }: ReconstructionRequest,
    packed: CompactResult,
  ): Promise<Float32Array | undefined> {
    const { slices, intensityMedian } = this.series.get(seriesKey) ?? {};
    const slice = slices?.[sliceIndex];
    if (!slice || intensityMedian === undefined) return undefined;
    const mapping = this.mappings!.of(slice.geometry);
    const brainMask = brainMaskOnSource({ mask: unpackMask(packed) }, mapping);
    const reconstruction = unpackReconstruction(packed);
    const unit = this.manifest.normalisation.scale * intensityMedian;
    return reconstructionOnSource({ reconstruction }, brainMask, mapping, await pixelsOf(slice), unit);
  }

  private settled(id: number): Pending | undefined {
    const request = this.pending.get(id);
    this.pending.delete(id);
    this.draining.delete(id);
    return request;
  }

  /** (Re)starts the deadline; without anything to wait for there is none. */
  private watch(): void {
    clearTimeout(this.timer);
    const loading = !this.isReady;
    if (this.failure || (!loading && this.pending.size === 0 && this.draining.size === 0)) return;
    if (this.untaken >= MOST_UNDELIVERED || this.reading > 0) return; // the worker waits for the page, not the page for the worker
    const { loadTimeoutMs = TIMEOUT_MS, sliceTimeoutMs = TIMEOUT_MS } = this.options;
    const silence = new LacunaError('timeout', 'The inference worker did not answer in time.');
    this.timer = setTimeout(() => this.lost(silence), loading ? loadTimeoutMs : sliceTimeoutMs);
  }

  /** The worker is beyond trust: end it, and go on with a new one while the ladder has a rung left. */
  private lost(error: LacunaError): void {
    const next = nextRung(this.rung, this.options.backend ?? 'auto');
    if (!next) return this.fail(error);
    this.rung = next;
    this.worker?.end();
    this.isReady = false;
    this.draining.clear();
    this.untaken = 0;
    this.options.onStatus?.({ kind: 'restarting', reason: error.message, backend: next.backend });
    this.launch(next.fallback ? error.message : undefined);
  }

  /** After a restart: the open series again, then what is still missing of each run. */
  private resume(): void {
    const opening = new Set([...this.pending.values()].flatMap((p) => (p.kind === 'open' ? [p.key] : [])));
    if (this.focus) this.send({ type: 'look', ...this.focus });
    if (this.keeps) this.send({ type: 'keep', id: this.nextId++, action: 'allow' });
    for (const key of this.series.keys()) if (!opening.has(key)) this.announce(this.nextId++, key);
    for (const [id, request] of this.pending) {
      if (request.kind === 'open') this.announce(id, request.key);
      else if (request.kind === 'keep') this.send({ type: 'keep', id, action: request.action });
      else if (request.kind === 'reconstruct') this.send({ type: 'reconstruct', id, ...request.request });
      else this.send({ type: 'run', id, ...request.remaining() });
    }
  }

  private fail(error: LacunaError): void {
    this.giveUp(error);
    this.options.onStatus?.({ kind: 'failed', error });
  }

  private giveUp(error: LacunaError): void {
    this.failure = error;
    clearTimeout(this.timer);
    this.worker?.end();
    this.worker = undefined;
    const waiting = [...this.pending.values()];
    this.pending.clear();
    this.series.clear();
    this.started.reject(error);
    for (const request of waiting) request.reject(error);
  }

  private announce(id: number, key: string): void {
    this.send({ type: 'open-series', id, key, sliceCount: this.series.get(key)?.slices.length ?? 0 });
  }

  /** Whether a run under way has still to deliver something of the slice. */
  private isMissing(seriesKey: string, sliceIndex: number): boolean {
    const runs = [...this.pending.values()].filter((request) => request.kind === 'run');
    return runs.some((run) => run.seriesKey === seriesKey && run.lacks(sliceIndex));
  }

  /** A copy travels, and is transferred: of a view into a volume only the slice, and the source stays as it is. */
  private async sendSlice(key: string, index: number): Promise<void> {
    const { worker } = this;
    const source = this.series.get(key)?.slices[index];
    if (!source) return this.send({ type: 'slice-data', key, index, slice: null });
    this.reading++;
    const answer = await own(source).catch((thrown: unknown) => {
      const error = asLacunaError(
        thrown,
        'corrupt-file',
        'A slice could not be read: reload the study and try again.',
      );
      return { error: { ...toWire(error), fatal: false } };
    });
    this.reading--;
    this.watch();
    if (this.worker !== worker) return; // its successor asks by itself
    if ('error' in answer) return this.send({ type: 'slice-data', key, index, slice: null, ...answer });
    this.send({ type: 'slice-data', key, index, slice: answer }, [answer.pixels.buffer]);
  }

  /** Requests made while no worker is ready are sent by `resume`. */
  private send(message: ToWorker, transfer: Transferable[] = []): void {
    if (this.isReady) this.worker?.post(message, transfer);
  }
}

async function pixelsOf(slice: ClientSlice): Promise<Float32Array> {
  return 'read' in slice ? slice.read() : slice.pixels;
}

async function own(slice: ClientSlice): Promise<SourceSlice> {
  const { key, geometry } = slice;
  return { key, geometry, pixels: 'read' in slice ? await slice.read() : slice.pixels.slice() };
}
