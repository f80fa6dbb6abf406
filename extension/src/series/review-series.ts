import type { LacunaError } from '@lacuna/core/errors.ts';
import type { AxialView } from '@lacuna/core/imaging/reformat.ts';
import type { Sequence } from '@lacuna/core/imaging/sequence-headers.ts';
import type { SliceGeometry } from '@lacuna/core/imaging/series.ts';
import type { DisplaySet, Instance } from '../host/ohif-types.ts';
import { chooseStack } from './choose-stack.ts';
import { frameInstance } from './frame-instance.ts';
import { reformatOf } from './reformatted-series.ts';
import { sliceHeader } from './slice-header.ts';
import { told } from '../text/say.ts';
import { t } from '../text/t.ts';

export interface ReviewSlice {
  readonly imageId: string;
  readonly instance: Instance;
  readonly key: string;
  readonly geometry: SliceGeometry;
  /** Position in the viewer's scrolling order, from 0. */
  readonly displayIndex: number;
}

/** A series that may be run: slices feet to head, of a sagittal one right to left, of a coronal one front to back. */
export interface ReviewSeries {
  /** SeriesInstanceUID. */
  readonly key: string;
  readonly displaySet: DisplaySet;
  readonly slices: readonly ReviewSlice[];
  /** `sliceIndexOf[displayIndex]` is the index in `slices`, -1 for an image of another stack or a localiser. */
  readonly sliceIndexOf: readonly number[];
  readonly warnings: readonly string[];
  /** Of a sagittal or coronal series: how the detectors see it as axial slices. */
  readonly view?: AxialView;
}

export type SeriesAdmission =
  { kind: 'admitted'; series: ReviewSeries } | { kind: 'refused'; error: LacunaError };

/**
 * @param instanceOf gives the metadata of an image id; the viewer's order of image ids is not the order of files
 * @param wanted the sequence to run where a series holds stacks of several
 */
export function admitDisplaySet(
  displaySet: DisplaySet,
  instanceOf: (imageId: string) => Instance | undefined,
  wanted: Sequence = 'flair',
): SeriesAdmission {
  const imageIds = displaySet.imageIds ?? [];
  const instances = imageIds.map(instanceOf);
  const missing = instances.findIndex((instance) => instance === undefined);
  if (imageIds.length === 0 || missing >= 0) {
    return refused('no-geometry', t('series.noImages'));
  }
  const known = instances.flatMap((instance, i) => (instance ? [frameInstance(instance, imageIds[i]!)] : []));
  const headers = known.map(sliceHeader);
  const admission = chooseStack(headers, wanted);
  if (admission.kind === 'refused') return admission;
  const sliceIndexOf = new Array<number>(imageIds.length).fill(-1);
  const slices = admission.order.map((displayIndex, sliceIndex): ReviewSlice => {
    sliceIndexOf[displayIndex] = sliceIndex;
    const header = headers[displayIndex]!;
    return {
      imageId: imageIds[displayIndex]!,
      instance: known[displayIndex]!,
      key: header.key,
      geometry: header.geometry as SliceGeometry, // admission has refused every series with an incomplete one
      displayIndex,
    };
  });
  const { view, warnings } = reformatOf(
    admission.plane,
    slices.map(({ geometry }) => geometry),
  );
  const series = {
    key: displaySet.SeriesInstanceUID,
    displaySet,
    slices,
    sliceIndexOf,
    warnings: [...admission.warnings, ...warnings],
    ...(view && { view }),
  };
  return { kind: 'admitted', series };
}

function refused(code: 'no-geometry', sentence: string): SeriesAdmission {
  return { kind: 'refused', error: told(code, sentence) };
}
