import type { PictureContent } from '../content.ts';
import { styleOf } from '../method-style.ts';
import { type Colour, grey, lay, outline, png, type Raster, whiteLevel } from './raster.ts';

/** One slice of a case with what the methods made of it; planes are row-major, rows * columns, shown as stored. */
export interface SlicePlanes {
  rows: number;
  columns: number;
  rowSpacingMm: number;
  columnSpacingMm: number;
  image: Float32Array;
  /** Not 0 where the truth marks; undefined for a healthy case. */
  truth?: Uint8Array;
  methods: readonly {
    id: string;
    name: string;
    map: Float32Array;
    threshold: number;
    /** In the image's units; a baseline and the consensus have none. */
    reconstruction?: Float32Array;
  }[];
}

type Panel = PictureContent['panels'][number];

/** Colour of the truth's outline: no method has it. */
const TRUTH_COLOUR: Colour = [110, 255, 110];

/** Input with the truth's outline, each map over the input, each reconstruction. */
export function slicePanels(planes: SlicePlanes): Panel[] {
  const { image, truth, rows, columns, methods } = planes;
  const white = whiteLevel(image);
  const edge = truth && outline(truth, columns, rows);
  const withTruth = (picture: Raster): Raster =>
    edge ? lay(picture, TRUTH_COLOUR, (i) => edge[i]!) : picture;
  const panel = (label: string, picture: Raster): Panel => ({
    label,
    png: png(picture),
    ...physicalSize(planes),
  });
  return [
    panel(edge ? 'Input, truth outlined' : 'Input', withTruth(grey(image, columns, rows, white))),
    ...methods.map(({ id, name, map, threshold }) =>
      panel(
        `${name}: anomaly map`,
        withTruth(
          lay(grey(image, columns, rows, white, 0.7), styleOf(id).bright, mapOpacity(map, threshold)),
        ),
      ),
    ),
    ...methods.flatMap(({ name, reconstruction }) =>
      reconstruction ? [panel(`${name}: reconstruction`, grey(reconstruction, columns, rows, white))] : [],
    ),
  ];
}

/** Rises to 0.3 just below the threshold and from 0.45 at it to 0.95 at the largest value, so that the candidate region shows. */
function mapOpacity(map: Float32Array, threshold: number): (index: number) => number {
  const largest = map.reduce((a, b) => Math.max(a, b), 0);
  return (i) => {
    const value = map[i]!;
    if (value <= 0) return 0;
    if (value < threshold) return (0.3 * value) / threshold;
    return 0.45 + (largest > threshold ? (0.5 * (value - threshold)) / (largest - threshold) : 0);
  };
}

/** Size on the page in the proportions of the anatomy, whatever the pixels' shape. */
function physicalSize({ rows, columns, rowSpacingMm, columnSpacingMm }: SlicePlanes) {
  const width = columns * columnSpacingMm;
  const height = rows * rowSpacingMm;
  const scale = 240 / Math.max(width, height);
  return { width: Math.max(1, Math.round(width * scale)), height: Math.max(1, Math.round(height * scale)) };
}
