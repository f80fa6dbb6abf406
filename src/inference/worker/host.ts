import { cancelled, LacunaError } from '../../errors.ts';
import { Engine, type PreparedSeries } from '../engine.ts';
import { realmQueue, type RunQueue } from '../run-queue.ts';
import type { SessionFactory } from '../session.ts';
import type { WeightsSource } from '../weights-source.ts';
import type { FromWorker, RunRequest, StartMessage, ToWorker } from './protocol.ts';
import { RemoteSeries } from './remote-series.ts';
import { toWire } from './wire-error.ts';

/** What the host needs of its realm. */
export interface HostEnvironment {
  post(message: FromWorker, transfer: Transferable[]): void;
  openSessions(start: StartMessage): Promise<SessionFactory>;
  openWeights(weightsUrl: string): WeightsSource;
}

/** The worker's side: owns one engine and the series sent to it, and answers every request exactly once. */
export class InferenceHost {
  private engine: Promise<Engine> | undefined;
  /** Promises, so that a run may be asked for while its series is still being prepared. */
  private readonly series = new Map<string, Promise<PreparedSeries>>();
  private readonly remotes = new Map<string, RemoteSeries>();
  private readonly running = new Map<number, AbortController>();

  constructor(
    private readonly environment: HostEnvironment,
    private readonly queue: RunQueue = realmQueue,
  ) {}

  receive(message: ToWorker): void {
    switch (message.type) {
      case 'start':
        this.engine = this.start(message);
        this.engine.catch(() => undefined); // told by `failed`; requests that come later find out by themselves
        return;
      case 'open-series':
        void this.answer(message.id, async (engine, signal) => {
          const ask = (index: number) => this.post({ type: 'need-slice', key: message.key, index });
          const remote = new RemoteSeries(message.key, message.sliceCount, ask);
          this.remotes.get(message.key)?.close();
          this.remotes.set(message.key, remote);
          const preparing = engine.prepareSeries(remote, signal);
          this.series.set(message.key, preparing);
          const { key, sliceCount, intensityMedian } = await preparing;
          this.post({ type: 'opened', id: message.id, series: { key, sliceCount, intensityMedian } });
        });
        return;
      case 'close-series':
        this.series.delete(message.key);
        this.remotes.get(message.key)?.close();
        this.remotes.delete(message.key);
        return;
      case 'slice-data':
        this.remotes.get(message.key)?.deliver(message.index, message.slice);
        return;
      case 'run':
        void this.answer(message.id, async (engine, signal) => {
          await this.run(engine, message, message.id, signal);
          this.post({ type: 'finished', id: message.id });
        });
        return;
      case 'cancel':
        this.running.get(message.id)?.abort();
    }
  }

  private post(message: FromWorker, transfer: Transferable[] = []): void {
    this.environment.post(message, transfer);
  }

  private async start(message: StartMessage): Promise<Engine> {
    let sessions: SessionFactory | undefined;
    try {
      sessions = await this.environment.openSessions(message);
      const engine = await Engine.open(sessions, this.environment.openWeights(message.weightsUrl), {
        onProgress: (progress) => this.post({ type: 'loading', ...progress }),
        queue: this.queue,
      });
      const { backend, manifest, weightsSha256 } = engine;
      this.post({ type: 'ready', backend, manifest, weightsSha256 });
      return engine;
    } catch (thrown) {
      this.post({ type: 'failed', id: null, error: toWire(thrown, sessions?.backend.id) });
      throw thrown;
    }
  }

  private async answer(
    id: number,
    work: (engine: Engine, signal: AbortSignal) => Promise<void>,
  ): Promise<void> {
    const controller = new AbortController();
    this.running.set(id, controller);
    let engine: Engine | undefined;
    try {
      if (!this.engine) throw new LacunaError('invalid-argument', 'The inference worker was not started.');
      engine = await this.engine;
      await work(engine, controller.signal);
    } catch (thrown) {
      const error = toWire(controller.signal.aborted ? cancelled() : thrown, engine?.backend.id);
      this.post({ type: 'failed', id, error });
    } finally {
      this.running.delete(id);
    }
  }

  /** Slice by slice, all methods of a slice before the next, so that the visible slice is complete first. */
  private async run(engine: Engine, request: RunRequest, id: number, signal: AbortSignal): Promise<void> {
    const series = await this.series.get(request.seriesKey);
    if (!series) throw new LacunaError('invalid-argument', 'The series is not open; open it before running.');
    for (const index of request.order) {
      for (const method of request.methods) {
        const result = await engine.detectSlice(series, index, method, request.settings, signal);
        const { anomalyMap, reconstruction, brainMask } = result;
        const buffers = [anomalyMap, reconstruction, brainMask].map((array) => array.buffer as ArrayBuffer);
        this.post({ type: 'slice', id, result }, buffers);
      }
    }
  }
}
