import { countAgreement, dice, kappa, type Agreement } from '@lacuna/core/anomaly/agreement.ts';
import { maskOf } from '../layers/label-images.ts';
import { METHOD_IDS } from '../methods.ts';
import type { SeriesData } from './series-data.ts';

export interface AgreementFigures {
  /** Of the shown slice; undefined where it lacks a method. */
  readonly slice: { dice: number | null; kappa: number | null } | undefined;
  /** Of all slices that both methods have been run on. */
  readonly series: { dice: number | null; kappa: number | null };
  readonly slices: number;
  readonly total: number;
}

/** The series is counted again when the masks have been at rest for so long: a threshold drag changes them often. */
const REST_MS = 150;

/** How far the masks of both methods agree, as they are shown now; what neither marks is counted inside the brain. */
export class SeriesAgreement {
  private counts: { revision: string; sum: Agreement; slices: number } | undefined;
  private readonly brain = new Map<number, number>();
  private waiting: { revision: string; timer: ReturnType<typeof setTimeout> } | undefined;

  constructor(
    private readonly data: SeriesData,
    private readonly onCounted: () => void,
  ) {}

  /** The series' figures may be those of a moment ago; `onCounted` tells when they are new. Undefined without results. */
  figures(sliceIndex: number | null): AgreementFigures | undefined {
    const total = this.data.workspace.series.slices.length;
    if (!this.counts) this.count();
    else if (this.counts.revision !== this.revision()) this.countSoon();
    const { sum, slices } = this.counts!;
    if (slices === 0) return undefined;
    const here = sliceIndex === null ? undefined : this.ofSlice(sliceIndex);
    return {
      slice: here && { dice: dice(here), kappa: kappa(here) },
      series: { dice: dice(sum), kappa: kappa(sum) },
      slices,
      total,
    };
  }

  dispose(): void {
    clearTimeout(this.waiting?.timer);
  }

  /** Of masks and results: one that marks nothing changes no mask. */
  private revision(): string {
    const { masksRevision, workspace } = this.data;
    const counts = METHOD_IDS.map((method) => workspace.results.sliceIndices(method).length);
    return [masksRevision, workspace.results.generation, ...counts].join(' ');
  }

  private countSoon(): void {
    const revision = this.revision();
    if (this.waiting?.revision === revision) return;
    clearTimeout(this.waiting?.timer);
    const timer = setTimeout(() => {
      this.waiting = undefined;
      this.count();
      this.onCounted();
    }, REST_MS);
    this.waiting = { revision, timer };
  }

  private count(): void {
    const sum: Agreement = { both: 0, onlyFirst: 0, onlySecond: 0, neither: 0 };
    let slices = 0;
    for (const sliceIndex of this.data.workspace.series.slices.keys()) {
      const counts = this.ofSlice(sliceIndex);
      if (!counts) continue;
      slices++;
      for (const key of Object.keys(sum) as (keyof Agreement)[]) sum[key] += counts[key];
    }
    this.counts = { revision: this.revision(), sum, slices };
  }

  private ofSlice(sliceIndex: number): Agreement | undefined {
    const [first, second] = METHOD_IDS.map((method) => {
      const pixels = this.data.mask(method, sliceIndex);
      return pixels && this.data.workspace.results.get(method, sliceIndex) ? maskOf(pixels) : undefined;
    });
    if (!first || !second) return undefined;
    const counts = countAgreement(first, second);
    const marked = counts.both + counts.onlyFirst + counts.onlySecond;
    return { ...counts, neither: Math.max(0, this.brainPixels(sliceIndex) - marked) };
  }

  private brainPixels(sliceIndex: number): number {
    const known = this.brain.get(sliceIndex);
    if (known !== undefined) return known;
    const mask = this.data.workspace.results.get(METHOD_IDS[0], sliceIndex)?.brainMask;
    const pixels = mask?.reduce((sum, value) => sum + value, 0) ?? 0;
    this.brain.set(sliceIndex, pixels);
    return pixels;
  }
}
