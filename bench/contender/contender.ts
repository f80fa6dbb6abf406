import type { SourceSlice } from '@lacuna/core/imaging/series.ts';
import { METHOD_IDS } from '@lacuna/core/inference/detector.ts';
import { Engine } from '@lacuna/core/inference/engine.ts';
import type { WeightsSource } from '@lacuna/core/inference/weights-source.ts';
import { median } from '../statistics.ts';
import { repeatedSeries } from '../input/repeated-series.ts';
import { timeHostStages } from './host-stages.ts';
import type {
  Answers,
  PeakRequest,
  ScheduleRequest,
  SeriesRequest,
  StageTimed,
  StagesRequest,
} from './messages.ts';
import { denoiserCalls, modelStages } from './model-stages.ts';
import { timePeak } from './peak.ts';
import type { RawClock } from './raw-clock.ts';
import { timeSeries } from './run-series.ts';
import type { OpenedSessions } from './sessions.ts';

/** What differs between a Node process and a page. */
export interface Surroundings {
  sessions(): Promise<OpenedSessions>;
  weights: WeightsSource;
  slices: readonly SourceSlice[];
  clock: RawClock;
  /** Since the process or page began. */
  sinceStart(): number;
  rss(): { now: number; peak: number };
  /** `rss().peak` counts from now on. */
  forgetPeak(): void;
  /** Processor time of the process so far [ms]. */
  cpuMs(): number;
}

/** One engine, asked for one measurement at a time. */
export class Contender {
  private constructor(
    private readonly engine: Engine,
    private readonly opened: OpenedSessions,
    private readonly around: Surroundings,
  ) {}

  static async open(around: Surroundings): Promise<{ contender: Contender; opened: Answers['open'] }> {
    const sessions = await around.sessions();
    const engine = await Engine.open(sessions.sessions, around.weights, { queue: sessions.queue });
    const openMs = around.sinceStart();
    const contender = new Contender(engine, sessions, around);
    const started = performance.now();
    await timeSeries(engine, around.slices, around.clock, {
      command: 'series',
      sliceCount: 1,
      methods: METHOD_IDS,
      batch: 1,
    });
    const firstSliceMs = performance.now() - started;
    const { id, detail } = engine.backend;
    const opened = {
      backend: `${id}: ${detail}`,
      versions: sessions.versions,
      road: engine.road,
      openMs,
      firstSliceMs,
      rssBytes: around.rss().now,
    };
    return { contender, opened };
  }

  async series(request: SeriesRequest): Promise<Answers['series']> {
    const { slices, clock, cpuMs, rss, forgetPeak } = this.around;
    forgetPeak();
    const before = cpuMs();
    const timed = await timeSeries(this.engine, slices, clock, request);
    return { ...timed, cpuMs: cpuMs() - before, peakRssBytes: rss().peak };
  }

  /** Each model as the engine calls it, with the graphs between them, and the host's work around them. */
  async stages({ repeats }: StagesRequest): Promise<readonly StageTimed[]> {
    const { slices, clock } = this.around;
    const { manifest } = this.engine;
    clock.reset();
    clock.settle = this.opened.settle;
    for (let i = 0; i < repeats; i++) {
      const series = await this.engine.prepareSeries(repeatedSeries(slices, 1));
      for (const method of METHOD_IDS) await this.engine.detectSlice(series, 0, method, { seed: i });
    }
    clock.settle = undefined;
    return [...modelStages(clock.runs, manifest), ...timeHostStages(slices[0]!, manifest, repeats)];
  }

  /** One slice of latent Bernoulli with a given number of denoiser calls. */
  async schedule({ steps, noiseLevel, repeats }: ScheduleRequest): Promise<Answers['schedule']> {
    const series = await this.engine.prepareSeries(repeatedSeries(this.around.slices, repeats));
    const latentBernoulli = { ...(steps && { steps }), ...(noiseLevel && { noiseLevel }) };
    const { clock } = this.around;
    clock.reset();
    const times: number[] = [];
    for (let i = 0; i < repeats; i++) {
      const started = performance.now();
      await this.engine.detectSlice(series, i, 'latent-bernoulli', { seed: 0, latentBernoulli });
      times.push(performance.now() - started);
    }
    const calls = denoiserCalls(clock.runs, this.engine.manifest);
    return { msPerSlice: median(times), denoiserCalls: calls / repeats };
  }

  peak(request: PeakRequest): Promise<Answers['peak']> {
    return timePeak(this.opened.sessions, this.around.clock, request);
  }

  close(): Promise<void> {
    return this.engine.dispose();
  }
}
