import type { RunStep } from '@lacuna/core/inference/worker/client-types.ts';
import type { MethodId } from '../methods.ts';
import type { SeriesWorkspace } from '../review/workspace.ts';
import type { ReviewStore } from '../state/store.ts';
import type { CoarseStep } from './state.ts';

/**
 * Shows how the chains of a run are refined. A coarse map stands in the place of its slice's result, or of nothing, and goes
 * when the result comes or the run ends: no list, mask, count or export ever sees it.
 */
export class Refining {
  constructor(
    private readonly store: ReviewStore,
    private readonly workspace: Pick<SeriesWorkspace, 'series' | 'coarse'>,
  ) {}

  /**
   * Whether there is something new to see; of a series read as axial slices there is not: its images have maps when all
   * slices have results.
   */
  tell({ method, sliceIndex, step, steps, coarse }: RunStep): boolean {
    const { series } = this.workspace;
    const slice = series.slices[sliceIndex];
    if (!coarse || series.view || !slice) return false;
    this.workspace.coarse.put(method, sliceIndex, { step, steps, anomalyMap: coarse.anomalyMap });
    const { displayIndex } = slice;
    this.show([...this.others(method, displayIndex), { method, displayIndex, step, steps }]);
    return true;
  }

  /** The slice has its result. */
  settled(method: MethodId, sliceIndex: number): void {
    const slice = this.workspace.series.slices[sliceIndex];
    if (slice && this.workspace.coarse.remove(method, sliceIndex))
      this.show(this.others(method, slice.displayIndex));
  }

  end(): void {
    if (this.workspace.coarse.clear()) this.show([]);
  }

  private others(method: MethodId, displayIndex: number): CoarseStep[] {
    const { coarse } = this.store.getState().refinement;
    return coarse.filter((one) => one.method !== method || one.displayIndex !== displayIndex);
  }

  private show(coarse: readonly CoarseStep[]): void {
    this.store.dispatch({ type: 'refinement', change: { coarse } });
  }
}
