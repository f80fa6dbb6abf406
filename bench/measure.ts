import { METHOD_IDS } from '@lacuna/core/inference/detector.ts';
import type { Asked } from './asked.ts';
import type { Opened, ScheduleTimed, SeriesTimed, StageTimed } from './contender/messages.ts';
import type { Planned } from './engines.ts';
import { describeThrown } from '../src/errors.ts';

/** L of the reference: one denoiser call for each of the noise levels. */
const REFERENCE = { steps: 200, noiseLevel: 200 };

/** Slices in a run of a model; 1 is what the scheduler does. */
const BATCHES = [1, 2, 4, 8];

/** Long series and the 200 calls of the reference take minutes on WebAssembly, and an hour on a software device. */
function takesLongSeries({ engine, software }: Planned): boolean {
  return engine === 'node-cpu' || (engine.endsWith('webgpu') && !software);
}

export interface Plan {
  slices: string;
  weights(planned: Planned): string;
  threads: number;
  rounds: number;
  sliceCounts: readonly number[];
  methods: readonly (typeof METHOD_IDS)[number][];
  quick: boolean;
}

/** What one engine has answered so far; an engine that fails keeps its reason and is asked no more. */
export interface Turn {
  planned: Planned;
  asked?: Asked;
  failure?: string;
  opened?: Opened;
  series: SeriesTimed[];
  /** The same series with so many slices in a run of a model. */
  batches: (SeriesTimed & { batch: number })[];
  stages: readonly StageTimed[];
  peakGflops?: number;
  byDefault?: ScheduleTimed;
  reference?: ScheduleTimed;
}

/** Asks all engines for everything, in turns, so that whatever else the machine does strikes all alike. */
export async function measure(
  planned: readonly Planned[],
  plan: Plan,
  tell: (line: string) => void,
): Promise<Turn[]> {
  const turns: Turn[] = planned.map((p) => ({
    planned: p,
    series: [],
    batches: [],
    stages: [],
  }));
  const each = async (what: string, work: (turn: Turn, asked: Asked) => Promise<void>) => {
    for (const turn of turns) {
      if (!turn.asked) continue;
      tell(`${turn.planned.engine}: ${what}`);
      await work(turn, turn.asked).catch(async (thrown: unknown) => {
        turn.failure = `${what}: ${describeThrown(thrown)}`;
        tell(`  ${turn.failure}`);
        await turn.asked?.end();
        delete turn.asked;
      });
    }
  };
  const { methods, threads, slices, quick } = plan;
  const [first = 1, ...longer] = plan.sliceCounts;
  try {
    for (const turn of turns)
      turn.asked = await turn.planned.start().catch((thrown: unknown) => {
        turn.failure = describeThrown(thrown);
        return undefined;
      });
    await each('open', async (turn, asked) => {
      turn.opened = await asked.ask({
        command: 'open',
        weights: plan.weights(turn.planned),
        slices,
        threads,
      });
    });
    for (let round = 1; round <= plan.rounds; round++) {
      await each(
        `${first} slices, round ${round} of ${plan.rounds}`,
        async ({ planned: { software }, series }, asked) => {
          if (software && round > 1) return; // a check of the path
          const sliceCount = software ? Math.min(first, 2) : first;
          series.push(await asked.ask({ command: 'series', sliceCount, methods, batch: null }));
        },
      );
    }
    for (const sliceCount of longer) {
      await each(`${sliceCount} slices`, async ({ planned, series }, asked) => {
        if (!takesLongSeries(planned)) return;
        // the first length once more after each: a machine that changes its pace meanwhile shows in both
        for (const count of [sliceCount, first])
          series.push(await asked.ask({ command: 'series', sliceCount: count, methods, batch: null }));
      });
    }
    await each('batches', async ({ planned, batches }, asked) => {
      if (planned.software || planned.engine === 'torch' || planned.engine.startsWith('browser')) return;
      for (const batch of BATCHES)
        batches.push({
          ...(await asked.ask({ command: 'series', sliceCount: Math.min(first, 8), methods, batch })),
          batch,
        });
    });
    await each('peak', async (turn, asked) => {
      if (turn.planned.software) return;
      const { gflops } = await asked.ask({
        command: 'peak',
        side: quick ? 256 : 1024,
        repeats: quick ? 3 : 10,
      });
      if (gflops !== null) turn.peakGflops = gflops;
    });
    await each('stages', async (turn, asked) => {
      turn.stages = await asked.ask({ command: 'stages', repeats: quick || turn.planned.software ? 2 : 15 });
    });
    await each('schedules of latent Bernoulli', async (turn, asked) => {
      if (turn.planned.software || !methods.includes('latent-bernoulli')) return;
      const usual = { command: 'schedule', steps: null, noiseLevel: null, repeats: quick ? 1 : 9 } as const;
      turn.byDefault = await asked.ask(usual);
      const isCompared = turn.planned.engine === 'torch' || takesLongSeries(turn.planned);
      if (!quick && isCompared)
        turn.reference = await asked.ask({ command: 'schedule', ...REFERENCE, repeats: 1 });
    });
    await each('close', async (_, asked) => void (await asked.ask({ command: 'close' })));
  } finally {
    for (const { asked } of turns) await asked?.end();
  }
  return turns;
}
