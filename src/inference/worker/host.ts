import { asLacunaError, cancelled, LacunaError } from '../../errors.ts';
import { withoutReconstruction } from '../compact-result.ts';
import type { MethodId } from '../detector.ts';
import { type ChainWatch, Engine, type PreparedSeries } from '../engine.ts';
import { traceBuffers } from '../grid-result.ts';
import { realmQueue, type RunQueue } from '../run-queue.ts';
import type { BackendId, SessionFactory } from '../session.ts';
import { stepTeller } from './step-teller.ts';
import type { LoadProgress, WeightsSource } from '../weights-source.ts';
import type { FromWorker, KeepAction, StartMessage, ToWorker, WireResult } from './protocol.ts';
import { RemoteSeries } from './remote-series.ts';
import { ResultCache, type ResultDisk } from './result-cache.ts';
import { ResultFinder } from './result-finder.ts';
import { Scheduler } from './scheduler.ts';
import { rangeDoubts } from '../training-range.ts';
import { fromWire, toWire } from './wire-error.ts';
import type { WorkUnit } from './work-list.ts';

/** What the host needs of its realm. */
export interface HostEnvironment {
  post(message: FromWorker, transfer: Transferable[]): void;
  openSessions(start: StartMessage, onProgress: (progress: LoadProgress) => void): Promise<SessionFactory>;
  openWeights(weightsUrl: string): WeightsSource;
  /** Whether the models are run once before anything asks for them. */
  warmUp?: boolean;
  /** Where results may be kept if a person allows it. */
  openDisk?: () => Promise<ResultDisk>;
  /** Names the build of the code that runs here, so that results of another one are not taken for its own. */
  code?: string;
}

/** The worker's side: owns one engine and the series sent to it, and answers every request exactly once. */
export class InferenceHost {
  private engine: Promise<Engine> | undefined;
  private backend: BackendId | undefined;
  private opening: Promise<ResultDisk> | undefined;
  /** Promises, so that a run may be asked for while its series is still being prepared. */
  private readonly series = new Map<string, Promise<PreparedSeries>>();
  private readonly remotes = new Map<string, RemoteSeries>();
  /** Of the warm-up, which gives way to everything else. */
  private readonly warming = new AbortController();
  private readonly running = new Map<number, AbortController>();
  private readonly scheduler: Scheduler<WireResult>;
  private readonly results: ResultFinder;

  constructor(
    private readonly environment: HostEnvironment,
    private readonly queue: RunQueue = realmQueue,
  ) {
    this.results = new ResultFinder(environment.code ?? '', new ResultCache());
    this.scheduler = new Scheduler<WireResult>(
      {
        compute: (unit, signal) => this.compute(unit, signal),
        deliver: ({ runId }, result) => this.post({ type: 'slice', id: runId, result }, traceBuffers(result)),
        finished: (runId) => this.post({ type: 'finished', id: runId }),
        failed: (runId, thrown) => this.tellFailure(runId, thrown),
      },
      queue,
      (signal) => (signal === this.warming.signal ? Infinity : 0),
    );
  }

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
          const { key, sliceCount, intensityMedian, intensityProfile } = await preparing;
          const { trainingRange, sequence } = engine.manifest;
          const doubts = rangeDoubts(intensityProfile, trainingRange, sequence);
          this.post({ type: 'opened', id: message.id, series: { key, sliceCount, intensityMedian, doubts } });
        });
        return;
      case 'close-series':
        this.series.delete(message.key);
        this.remotes.get(message.key)?.close();
        this.remotes.delete(message.key);
        return;
      case 'slice-data':
        this.remotes
          .get(message.key)
          ?.deliver(message.index, message.slice, message.error && fromWire(message.error));
        return;
      case 'run':
        this.scheduler.add(message.id, message);
        return;
      case 'cancel':
        this.scheduler.cancel(message.id);
        this.running.get(message.id)?.abort();
        return;
      case 'look':
        if (message.sent) this.remotes.get(message.seriesKey)?.expect(message.sliceIndex);
        this.scheduler.look(message);
        return;
      case 'taken':
        this.scheduler.taken();
        return;
      case 'reconstruct':
        void this.answer(message.id, async (engine, signal) => {
          const series = await this.openedSeries(message.seriesKey);
          const { result } = await this.results.find(engine, series, message, signal, {
            whole: true,
            watch: this.watch(message.id, message),
          });
          this.post({ type: 'reconstructed', id: message.id, packed: result });
        });
        return;
      case 'keep':
        void this.answer(message.id, async () => {
          await this.keep(message.action);
          this.post({ type: 'kept', id: message.id, kept: await this.results.cache.kept() });
        });
    }
  }

  private post(message: FromWorker, transfer: Transferable[] = []): void {
    this.environment.post(message, transfer);
  }

  private async start(message: StartMessage): Promise<Engine> {
    let sessions: SessionFactory | undefined;
    try {
      const tell = (progress: LoadProgress) => this.post({ type: 'loading', ...progress });
      sessions = await this.environment.openSessions(message, tell);
      const engine = await Engine.open(sessions, this.environment.openWeights(message.weightsUrl), {
        onProgress: tell,
        queue: this.queue,
        ...(sessions.backend.id === 'wasm' && { mostInARun: 1 }), // it gains nothing from more, and blocks this realm
      });
      const { backend, manifest, weightsSha256 } = engine;
      this.backend = backend.id;
      this.post({ type: 'ready', backend, manifest, weightsSha256 });
      if (this.environment.warmUp) void this.warmUp(engine);
      return engine;
    } catch (thrown) {
      this.post({ type: 'failed', id: null, error: toWire(thrown, sessions?.backend.id) });
      throw thrown;
    }
  }

  private async warmUp(engine: Engine): Promise<void> {
    this.post({ type: 'warming', warming: true });
    await engine.warmUp(this.warming.signal).catch(() => undefined); // a run that fails for the same reason says so
    this.post({ type: 'warming', warming: false });
  }

  private async answer(
    id: number,
    work: (engine: Engine, signal: AbortSignal) => Promise<void>,
  ): Promise<void> {
    const controller = new AbortController();
    this.running.set(id, controller);
    try {
      if (!this.engine) throw notStarted();
      await work(await this.engine, controller.signal);
    } catch (thrown) {
      this.tellFailure(id, controller.signal.aborted ? cancelled() : thrown);
    } finally {
      this.running.delete(id);
    }
  }

  private async keep(action: KeepAction): Promise<void> {
    const { cache } = this.results;
    switch (action) {
      case 'allow':
        return cache.keepOn(await this.disk());
      case 'forbid':
        await cache.keepOn(undefined);
        return (await this.disk()).clear(); // also of what an earlier visit has left
      case 'clear':
        return cache.clear();
      case 'ask':
    }
  }

  private async disk(): Promise<ResultDisk> {
    try {
      return await (this.opening ??= this.environment.openDisk!());
    } catch (thrown) {
      this.opening = undefined;
      throw asLacunaError(thrown, 'store-failed', 'This browser does not let the page keep results.');
    }
  }

  private tellFailure(id: number, thrown: unknown): void {
    this.post({ type: 'failed', id, error: toWire(thrown, this.backend) });
  }

  private async openedSeries(key: string): Promise<PreparedSeries> {
    const series = await this.series.get(key);
    if (!series) throw new LacunaError('invalid-argument', 'The series is not open; open it before running.');
    return series;
  }

  /** Tells the page how far a chain of several steps is. */
  private watch(
    id: number,
    { sliceIndex, method }: { sliceIndex: number; method: MethodId },
    wantsPartial: () => boolean = () => false,
  ): ChainWatch {
    return stepTeller({ sliceIndex, method }, wantsPartial, (step) => this.post({ type: 'step', id, step }));
  }

  private async compute(unit: WorkUnit, signal: AbortSignal): Promise<WireResult> {
    if (!this.engine) throw notStarted();
    const started = performance.now();
    const series = await this.openedSeries(unit.seriesKey);
    const watch = this.watch(unit.runId, unit, () => unit.coarse === true && this.scheduler.isVisible(unit));
    const found = await this.results.find(await this.engine, series, unit, signal, { watch });
    const { sliceIndex, method } = unit;
    const { sliceKey, from, result, trace } = found;
    const elapsedMs = performance.now() - started;
    const packed = withoutReconstruction(result);
    return { sliceKey, sliceIndex, method, packed, elapsedMs, from, ...(trace && { trace }) };
  }
}

function notStarted(): LacunaError {
  return new LacunaError('invalid-argument', 'The inference worker was not started.');
}
