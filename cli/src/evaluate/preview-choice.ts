import { METHOD_IDS } from '@lacuna/core/inference/detector.ts';
import type { WeightsManifest } from '@lacuna/core/inference/manifest-types.ts';
import type { SourceSlice } from '@lacuna/core/imaging/series.ts';
import { encodePreview, type PreviewPlane, previewPlane } from './preview-file.ts';
import type { SliceOutputs } from './scored-outputs.ts';

/** Brightest grey of a picture, in medians of the brain. */
const WHITE = 2.5;
/** Brightest value of a baseline's picture, in the same unit. */
const BASELINE_FULL = 2.5;

/** Chooses the slice of a case that is shown: most truth, else the highest score of the second method; and keeps its planes. */
export class PreviewChoice {
  private readonly wanted: number | undefined;
  private readonly truth: Uint8Array | undefined;
  private best = -1;
  private chosen: (() => Uint8Array) | undefined;

  constructor(truth: readonly Uint8Array[] | undefined) {
    const sizes = (truth ?? []).map((plane) => plane.reduce((sum, value) => sum + value, 0));
    const most = Math.max(0, ...sizes);
    this.wanted = most > 0 ? sizes.indexOf(most) : undefined;
    this.truth = this.wanted === undefined ? undefined : truth?.[this.wanted];
  }

  offer(
    slice: SourceSlice,
    index: number,
    run: SliceOutputs,
    manifest: WeightsManifest,
    intensityMedian: number,
  ): void {
    const score = run.scores['diffusion-ad'] ?? 0;
    if (this.wanted === undefined ? score <= this.best : index !== this.wanted) return;
    this.best = score;
    // packed at the end, not for every slice that is the best so far
    this.chosen = () => this.pack(slice, index, run, manifest, intensityMedian);
  }

  bytes(): Uint8Array {
    return this.chosen?.() ?? new Uint8Array(0);
  }

  private pack(
    slice: SourceSlice,
    index: number,
    run: SliceOutputs,
    manifest: WeightsManifest,
    intensityMedian: number,
  ): Uint8Array {
    const { geometry, pixels } = slice;
    const white = intensityMedian * WHITE;
    const planes: Record<string, PreviewPlane> = {
      image: previewPlane(pixels, white),
      truth: { full: 255, pixels: this.truth ?? new Uint8Array(pixels.length) },
    };
    for (const [id, map] of Object.entries(run.maps)) {
      const range =
        id === 'consensus'
          ? manifest.consensus?.mapRange[1]
          : METHOD_IDS.some((method) => method === id)
            ? manifest.methods[id as (typeof METHOD_IDS)[number]].mapRange[1]
            : BASELINE_FULL;
      planes[`map:${id}`] = previewPlane(map, range ?? 1);
    }
    for (const method of METHOD_IDS)
      planes[`reconstruction:${method}`] = previewPlane(run.reconstruction(method), white);
    const { rows, columns, rowSpacingMm, columnSpacingMm } = geometry;
    return Uint8Array.from(
      encodePreview({ slice: index + 1, rows, columns, rowSpacingMm, columnSpacingMm, planes }),
    );
  }
}
