import { colourAt, colourTable } from '../heat-map/colour-maps.ts';
import { MapPainter, type PaintedMap } from '../heat-map/map-painter.ts';
import { linearScale, type MapScale } from '../heat-map/map-scale.ts';
import type { Painter } from '../overlay/overlay-canvas.ts';
import type { SeriesData } from '../overlay/series-data.ts';
import type { ReviewStore } from '../state/store.ts';
import { t } from '../text/t.ts';
import { FLIP_RANGE, type FlipTrace } from './flip-trace.ts';
import type { FlipsStatus } from './state.ts';
import { decimals } from '../text/numbers.ts';
import type { Rgb } from '../methods.ts';
import { asTold, errorText } from '../text/say.ts';

const TABLE = colourTable('viridis', 'latent-bernoulli');
/** At 0..1 of `FLIP_RANGE`. */
export const flipColour = (share: number): Rgb => colourAt('viridis', 'latent-bernoulli', share);
const OPACITY = 0.75;
const SCALE: MapScale = linearScale(FLIP_RANGE, FLIP_RANGE);

/** The traced slices of the series under review. */
export class FlipTraces {
  private readonly traces = new Map<number, FlipTrace>();
  private revision = 0;
  private abort = new AbortController();

  constructor(private readonly store: ReviewStore) {}

  get(sliceIndex: number): FlipTrace | undefined {
    return this.traces.get(sliceIndex);
  }

  /** Keeps what `run` finds; the state says that it is under way and how it ended. */
  async trace(
    sliceIndex: number,
    run: (signal: AbortSignal) => Promise<FlipTrace | undefined>,
  ): Promise<void> {
    const { signal } = this.abort;
    const tell = (status: FlipsStatus) => this.store.dispatch({ type: 'flips', change: { status } });
    tell({ kind: 'busy' });
    try {
      const trace = await run(signal);
      if (signal.aborted) return;
      if (!trace) return tell({ kind: 'failed', sentence: t('maps.flipNothing') });
      this.traces.set(sliceIndex, trace);
      this.revision++;
      tell({ kind: 'ready', sliceIndex, stepCount: trace.steps.length });
    } catch (thrown) {
      if (signal.aborted) return;
      tell({
        kind: 'failed',
        sentence: errorText(asTold(thrown, 'worker-crashed', t('maps.flipFailed'))),
      });
    }
  }

  clear(): void {
    this.abort.abort();
    this.abort = new AbortController();
    this.traces.clear();
    this.revision++;
    if (this.store.getState().flips.status.kind !== 'none')
      this.store.dispatch({ type: 'flips', change: { status: { kind: 'none' }, step: 0 } });
  }

  /** The flip probability of the step on screen. */
  painter(data: SeriesData): Painter {
    let shown: PaintedMap | undefined;
    const painter = new MapPainter(() => shown);
    return {
      paint: (context, frame) => {
        const { sliceIndex } = frame;
        const step = sliceIndex === null ? undefined : this.shownStep(sliceIndex);
        if (!step) return;
        shown = {
          key: `${this.revision} ${step.timestep}`,
          geometries: data.geometries,
          volume: { columns: 0, rows: 0, sliceCount: 0, slice: () => step.flipProbability, toVoxel: NOWHERE },
          colouring: { table: TABLE, scale: SCALE, window: FLIP_RANGE },
          opacity: OPACITY,
        };
        painter.paint(context, frame);
      },
    };
  }

  /** What the label of the pane says; `known`: of a step on the screen, not why there is none. */
  told(sliceIndex: number | null): { known: boolean; lines: readonly string[] } {
    const { status, step } = this.store.getState().flips;
    if (status.kind === 'busy') return unknown(t('maps.flipBusy'));
    if (status.kind === 'failed') return unknown(status.sentence);
    const trace = sliceIndex === null ? undefined : this.get(sliceIndex);
    const shown = sliceIndex === null ? undefined : this.shownStep(sliceIndex);
    if (!trace || !shown) return unknown(t(this.traces.size > 0 ? 'maps.flipOther' : 'maps.flipNone'));
    const share = decimals(100 * shown.flippedShare, 2);
    const lines = [
      t('maps.flipStep', { step: Math.min(step, trace.steps.length - 1) + 1, steps: trace.steps.length }),
      t('maps.flipNoise', { timestep: shown.timestep + 1 }),
      t('maps.flipShare', { share }),
    ];
    return { known: true, lines };
  }

  private shownStep(sliceIndex: number): FlipTrace['steps'][number] | undefined {
    const trace = this.get(sliceIndex);
    return trace?.steps[Math.min(this.store.getState().flips.step, trace.steps.length - 1)];
  }
}

const unknown = (sentence: string) => ({ known: false, lines: [sentence] });

/** A trace is of single slices: there is no volume of them. */
const NOWHERE = [
  [0, 0, 0, 0],
  [0, 0, 0, 0],
  [0, 0, 0, 0],
] as const;
