import { LacunaError, throwIfCancelled } from '../errors.ts';
import { brainMaskFromProbability, countPixels } from '../imaging/brain-mask.ts';
import { checkSize, completeGeometry } from '../imaging/geometry-check.ts';
import type { GridMapping } from '../imaging/grid.ts';
import { brainMaskInput, sampleIndices } from '../imaging/normalisation.ts';
import type { LazySeries, SliceGeometry, SourceSeries, SourceSlice } from '../imaging/series.ts';
import { type IntensityProfile, intensityProfile } from '../imaging/intensity-profile.ts';
import { concatenate } from './batch.ts';
import type { CheckedModels } from './checked-models.ts';
import { insideOf } from './compact-result.ts';
import { type GridSlice, GridSliceCache } from './grid-slice-cache.ts';
import { LatestMapping } from './latest-mapping.ts';
import type { WeightsManifest } from './manifest-types.ts';
import { inOrder } from './in-order.ts';

/** A series with its intensity scale, and the slices put on the model grid so far. */
export class PreparedSeries {
  private readonly cache = new GridSliceCache();
  private readonly mappings: LatestMapping;
  /** Pixels that were looked through already; nobody writes to them. */
  private readonly finite = new WeakSet<Float32Array>();
  private measured: { median: number; profile: IntensityProfile } = intensityProfile(new Float32Array(0));

  private constructor(
    private readonly series: LazySeries,
    private readonly models: CheckedModels,
    private readonly manifest: WeightsManifest,
  ) {
    this.mappings = new LatestMapping(manifest.grid);
  }

  get key(): string {
    return this.series.key;
  }
  get sliceCount(): number {
    return this.series.sliceCount;
  }
  /** Median of the brain in modality units. */
  get intensityMedian(): number {
    return this.measured.median;
  }
  /** How the brain's intensities are spread; see rangeDoubts. */
  get intensityProfile(): IntensityProfile {
    return this.measured.profile;
  }

  /** @throws LacunaError `no-brain` | `constant` | `too-small` | `no-geometry` | `corrupt-file` | `cancelled` */
  static async open(
    source: SourceSeries | LazySeries,
    models: CheckedModels,
    manifest: WeightsManifest,
    signal?: AbortSignal,
  ): Promise<PreparedSeries> {
    const series = 'slices' in source ? fromMemory(source) : source;
    const prepared = new PreparedSeries(series, models, manifest);
    prepared.measured = await prepared.measureIntensities(signal);
    return prepared;
  }

  /** The slice as given, checked. @throws LacunaError */
  async source(index: number, signal?: AbortSignal): Promise<SourceSlice> {
    const slice = await this.series.slice(index, signal);
    throwIfCancelled(signal);
    const geometry = completeGeometry(slice.geometry, index);
    checkSize(geometry);
    const { rows, columns } = geometry;
    const known = this.finite.has(slice.pixels);
    if (slice.pixels.length !== rows * columns || !(known || allFinite(slice.pixels))) {
      throw new LacunaError(
        'corrupt-file',
        `Image ${index + 1} of the series has missing or impossible pixel values. Retrieve the series again.`,
        { index, pixels: slice.pixels.length, expected: rows * columns },
      );
    }
    this.finite.add(slice.pixels);
    return slice;
  }

  mapping(geometry: SliceGeometry): GridMapping {
    return this.mappings.of(geometry);
  }

  async gridSlice(index: number, source: SourceSlice, signal?: AbortSignal): Promise<GridSlice> {
    const known = this.cache.get(index);
    if (known) return known;
    const pixels = this.mapping(source.geometry).toGrid(source.pixels);
    const input = brainMaskInput(pixels, this.manifest.normalisation.maskPercentile);
    const mask = input ? await this.brainMask(input, signal) : new Uint8Array(pixels.length);
    const slice = { pixels, mask, brainPixels: countPixels(mask) };
    this.cache.put(index, slice);
    return slice;
  }

  private async brainMask(image: Float32Array, signal?: AbortSignal): Promise<Uint8Array> {
    const probability = await this.models.run('brainMask', { image }, 1, signal);
    return brainMaskFromProbability(probability, this.manifest.grid, this.manifest.brainMask);
  }

  private async measureIntensities(
    signal?: AbortSignal,
  ): Promise<{ median: number; profile: IntensityProfile }> {
    const { sampleSlices, minBrainPixels } = this.manifest.normalisation;
    if (this.sliceCount < 1)
      throw new LacunaError('too-small', 'The series has no images. Choose another series.');
    const parts: Float32Array[] = [];
    let [lowest, highest] = [Infinity, -Infinity];
    const read = async (index: number) => {
      const source = await this.source(index, signal);
      return { source, grid: await this.gridSlice(index, source, signal) };
    };
    for await (const { source, grid } of inOrder(sampleIndices(this.sliceCount, sampleSlices), read, 1)) {
      for (let i = 0; i < source.pixels.length; i++) {
        const value = source.pixels[i]!;
        if (value < lowest) lowest = value;
        if (value > highest) highest = value;
      }
      parts.push(insideOf(grid.pixels, grid.mask));
    }
    if (lowest === highest) {
      throw new LacunaError(
        'constant',
        'Every pixel of the series has the same value; there is nothing to analyse.',
      );
    }
    const brain = concatenate(parts);
    const measured = intensityProfile(brain);
    if (brain.length < minBrainPixels || !(measured.median > 0)) {
      throw new LacunaError(
        'no-brain',
        'No brain was recognised in the series. The models know axial FLAIR images of the head; choose such a series.',
        { brainPixels: brain.length, minBrainPixels },
      );
    }
    return measured;
  }
}

function fromMemory({ key, slices }: SourceSeries): LazySeries {
  return { key, sliceCount: slices.length, slice: (index) => Promise.resolve(slices[index]!) };
}

function allFinite(values: Float32Array): boolean {
  for (let i = 0; i < values.length; i++) if (!Number.isFinite(values[i])) return false;
  return true;
}
