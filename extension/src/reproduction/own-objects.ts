import { LABEL_MAP_SEGMENTATION_STORAGE, SEGMENTATION_STORAGE } from '@lacuna/core/dicom/storage.ts';
import { isOurs } from '../export/earlier-exports.ts';
import type { DisplaySet } from '../host/ohif-types.ts';

/** Segmentations of the study that Lacuna made of a series, the newest series first. */
export function ownSegmentations(
  displaySets: readonly DisplaySet[],
  seriesKey: string,
): readonly DisplaySet[] {
  return displaySets
    .filter((displaySet) =>
      [SEGMENTATION_STORAGE, LABEL_MAP_SEGMENTATION_STORAGE].some((uid) =>
        isOurs(displaySet, seriesKey, uid),
      ),
    )
    .sort((a, b) => Number(b.SeriesNumber ?? 0) - Number(a.SeriesNumber ?? 0));
}
