import type { SourceSlice } from '@lacuna/core/imaging/series.ts';
import { METHOD_IDS } from '@lacuna/core/inference/detector.ts';
import { Engine } from '@lacuna/core/inference/engine.ts';
import { MODEL_KEYS } from '@lacuna/core/inference/manifest-types.ts';
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
import { timePeak } from './peak.ts';
import type { RawClock } from './raw-clock.ts';
import { timeSeries } from './run-series.ts';
import type { OpenedSessions } from './sessions.ts';
import { StageSessions } from './stage-sessions.ts';

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
    private readonly sessions: StageSessions,
    private readonly around: Surroundings,
  ) {}

  static async open(around: Surroundings): Promise<{ contender: Contender; opened: Answers['open'] }> {
    const { sessions: inner, versions } = await around.sessions();
    const sessions = new StageSessions(inner, around.clock);
    const engine = await Engine.open(sessions, around.weights);
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
      versions,
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

  /** Each model as the engine calls it, and the host's work around them. */
  async stages({ repeats }: StagesRequest): Promise<readonly StageTimed[]> {
    const { slices } = this.around;
    const { runs } = this.sessions;
    runs.length = 0;
    for (let i = 0; i < repeats; i++) {
      const series = await this.engine.prepareSeries(repeatedSeries(slices, 1));
      for (const method of METHOD_IDS) await this.engine.detectSlice(series, 0, method, { seed: i });
    }
    const models = MODEL_KEYS.flatMap((key): StageTimed[] => {
      const mine = runs.filter((run) => run.key === key);
      const { batch } = mine[0] ?? {};
      if (batch === undefined) return [];
      return [
        { stage: key, batch, ms: median(mine.map((r) => r.ms)), rawMs: median(mine.map((r) => r.rawMs)) },
      ];
    });
    return [...models, ...timeHostStages(slices[0]!, this.engine.manifest, repeats)];
  }

  /** One slice of latent Bernoulli with a given number of denoiser calls. */
  async schedule({ steps, noiseLevel, repeats }: ScheduleRequest): Promise<Answers['schedule']> {
    const series = await this.engine.prepareSeries(repeatedSeries(this.around.slices, repeats));
    const latentBernoulli = { ...(steps && { steps }), ...(noiseLevel && { noiseLevel }) };
    const { runs } = this.sessions;
    runs.length = 0;
    const times: number[] = [];
    for (let i = 0; i < repeats; i++) {
      const started = performance.now();
      await this.engine.detectSlice(series, i, 'latent-bernoulli', { seed: 0, latentBernoulli });
      times.push(performance.now() - started);
    }
    const calls = runs.filter(({ key }) => key === 'denoiser').length / repeats;
    return { msPerSlice: median(times), denoiserCalls: calls };
  }

  peak(request: PeakRequest): Promise<Answers['peak']> {
    return timePeak(this.sessions, this.around.clock, request);
  }

  close(): Promise<void> {
    return this.engine.dispose();
  }
}
