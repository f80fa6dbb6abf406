import { type AxialView, onSourceSlices } from '@lacuna/core/imaging/reformat.ts';
import type { MethodOutcome } from './run-methods.ts';

/** The planes of an outcome of axial slices, back on the images that the slices were made from; the scores stay axial. */
export function onSourceImages(outcome: MethodOutcome, view: AxialView): MethodOutcome {
  const floats = (length: number) => new Float32Array(length);
  return {
    ...outcome,
    view,
    maps: onSourceSlices<Float32Array>(view, outcome.maps, floats),
    masks: onSourceSlices<Uint8Array>(view, outcome.masks, (length) => new Uint8Array(length)),
    ...(outcome.reconstructions && {
      reconstructions: onSourceSlices<Float32Array>(view, outcome.reconstructions, floats),
    }),
  };
}

/** Indices of the planes that hold results: those of the slices that were run, or, read as axial slices, all of them. */
export function analysedPlanes({ scores, view, masks }: MethodOutcome): ReadonlySet<number> {
  return new Set(view ? masks.keys() : scores.map(({ slice }) => slice - 1));
}
