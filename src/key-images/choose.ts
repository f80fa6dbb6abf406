import type { CandidateRegion, CandidateRegions } from '../anomaly/candidate-regions.ts';
import type { SliceGeometry } from '../imaging/series.ts';
import type { Picture, Rgb } from './picture.ts';
import { renderKeyImage } from './render.ts';

/** One key image: the slice of a region's highest value. */
export interface KeyImage {
  /** Of the source series. */
  readonly sliceIndex: number;
  readonly picture: Pick<Picture, 'rows' | 'columns' | 'rgb'>;
  /** What is shown, for the object's derivation. */
  readonly description: string;
}

export interface KeyImageSource {
  readonly candidates: CandidateRegions;
  readonly geometry: readonly SliceGeometry[];
  /** Pixels of a slice, modality units. */
  readonly pixels: (sliceIndex: number) => Float32Array;
  readonly methodName: string;
  readonly colour: Rgb;
  /** Names by region number; regions without an entry are left out. Without the map all are taken, by their number. */
  readonly names?: ReadonlyMap<number, string>;
  readonly onImage?: (done: number, total: number) => void;
}

/** The highest peaks; more would not be looked at. */
export const MOST_KEY_IMAGES = 12;
const LONGEST_NAME = 40;

/** Pictures of the regions with the highest peaks, each outlined, other regions of its slice in half the light. */
export function keyImages(source: KeyImageSource): readonly KeyImage[] {
  const { candidates, names } = source;
  const kept = candidates.regions.filter(({ number }) => names?.has(number) ?? true);
  const chosen = kept.slice(0, MOST_KEY_IMAGES);
  return chosen.map((region, i) => {
    const image = keyImage(region, source);
    source.onImage?.(i + 1, chosen.length);
    return image;
  });
}

function keyImage(region: CandidateRegion, source: KeyImageSource): KeyImage {
  const sliceIndex = region.peakAt.slice;
  const labels = source.candidates.labels[sliceIndex]!;
  const dim = source.colour.map((value) => Math.round(value / 2)) as unknown as Rgb;
  const slice = `slice ${sliceIndex + 1} of ${source.geometry.length} counted from the feet`;
  const name = (source.names?.get(region.number) ?? `Anomaly candidate ${region.number}`).slice(
    0,
    LONGEST_NAME,
  );
  const picture = renderKeyImage({
    pixels: source.pixels(sliceIndex),
    geometry: source.geometry[sliceIndex]!,
    outlines: [
      { mask: Uint8Array.from(labels, (n) => (n !== 0 && n !== region.number ? 1 : 0)), colour: dim },
      { mask: Uint8Array.from(labels, (n) => (n === region.number ? 1 : 0)), colour: source.colour },
    ],
    lines: [
      `${name}, ${source.methodName}`,
      `Slice ${sliceIndex + 1} of ${source.geometry.length}, peak ${region.peak.toPrecision(3)}, ${region.volumeMl.toPrecision(3)} ml`,
    ],
  });
  return {
    sliceIndex,
    picture,
    description: `${slice}, with an anomaly candidate region outlined and text burned in; research use only`,
  };
}
