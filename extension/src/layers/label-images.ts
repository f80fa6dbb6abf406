import type { Types } from '@cornerstonejs/core';

/** What is needed of cornerstone to find and fill the label images of a segmentation. */
export interface LabelImage {
  referencedImageId?: string;
  voxelManager?: { getScalarData(): LabelPixels };
}
export type LabelPixels = Types.PixelDataTypedArray;

export interface LabelCache {
  getImage(imageId: string): LabelImage | undefined;
  getVolume(volumeId: string): { imageIds?: readonly string[] } | undefined;
}

export interface LabelmapData {
  imageIds?: readonly string[];
  volumeId?: string;
}

export interface LabelSlice {
  pixels: LabelPixels;
  /** Position in the labelmap, for the viewer's update of single slices. */
  labelIndex: number;
}

/**
 * The label slice that lies over each source image, by the source's image id.
 *
 * Never by position: a labelmap that the viewer has turned into a volume (MPR) may run the other way, and a mask on
 * the mirrored slice would look plausible.
 */
export function labelSlices(
  labelmap: LabelmapData | undefined,
  cache: LabelCache,
): ReadonlyMap<string, LabelSlice> {
  const imageIds =
    labelmap?.imageIds ?? (labelmap?.volumeId ? cache.getVolume(labelmap.volumeId)?.imageIds : undefined);
  const slices = new Map<string, LabelSlice>();
  for (const [labelIndex, imageId] of (imageIds ?? []).entries()) {
    const image = cache.getImage(imageId);
    const pixels = image?.voxelManager?.getScalarData();
    if (image?.referencedImageId && pixels) slices.set(image.referencedImageId, { pixels, labelIndex });
  }
  return slices;
}

/** The one segment of a method's layer. */
export const SEGMENT_INDEX = 1;

/** 1 where the layer's segment is, on the source grid. */
export function maskOf(pixels: LabelPixels): Uint8Array {
  return Uint8Array.from(pixels as ArrayLike<number>, (value) => (value === SEGMENT_INDEX ? 1 : 0));
}

/** Whether the layer's segment is where the mask is, whatever other segments there are; no mask stands for an empty one. */
export function sameMask(pixels: LabelPixels, mask: Uint8Array | undefined): boolean {
  if (mask && mask.length !== pixels.length) return false;
  for (let i = 0; i < pixels.length; i++) {
    if ((pixels[i] === SEGMENT_INDEX ? 1 : 0) !== (mask ? mask[i] : 0)) return false;
  }
  return true;
}

/**
 * Brings the layer's segment to where the mask is, but for pixels of segments that a person has added to the layer: these are
 * not ours to change. No mask stands for an empty one.
 *
 * @returns where the segment is then: `mask` itself where nothing was in its way
 */
export function putMask(pixels: LabelPixels, mask: Uint8Array): Uint8Array;
export function putMask(pixels: LabelPixels, mask: undefined): undefined;
export function putMask(pixels: LabelPixels, mask: Uint8Array | undefined): Uint8Array | undefined {
  if (!holdsOthers(pixels)) {
    if (mask) pixels.set(mask);
    else pixels.fill(0);
    return mask;
  }
  for (let i = 0; i < pixels.length; i++) {
    if (pixels[i]! <= SEGMENT_INDEX) pixels[i] = mask?.[i] === 1 ? SEGMENT_INDEX : 0;
  }
  return mask && maskOf(pixels);
}

/**
 * Whether there are labels of other segments than the layer's own. A plain loop: `some` with a function takes tens of times
 * as long, and this is asked of every slice that a dragged threshold changes.
 */
export function holdsOthers(pixels: LabelPixels): boolean {
  for (let i = 0; i < pixels.length; i++) if (pixels[i]! > SEGMENT_INDEX) return true;
  return false;
}
