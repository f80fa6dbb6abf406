import type { Host } from '../host/host.ts';
import { LAYER_IDS, LAYER_NAMES, OBJECT_NAMES, type LayerId } from '../methods.ts';
import type { ReviewSeries } from '../series/review-series.ts';
import { labelSlices, SEGMENT_INDEX, type LabelSlice } from './label-images.ts';
import { t } from '../text/t.ts';

const ID_PREFIX = 'lacuna';

/**
 * The same series has the same layers throughout a visit, so that a second run fills them again instead of piling up new
 * ones. Another visit has others: OHIF remembers under this name, over visits, which of cornerstone's colour tables a layer
 * had, and cornerstone forgets its tables when a mode is left. A name used again then takes the whole viewer down.
 *
 * @param visit from 1
 */
export function layerId(method: LayerId, seriesKey: string, visit = 1): string {
  return `${ID_PREFIX}:${method}:${seriesKey}${visit > 1 ? `:${visit}` : ''}`;
}

/**
 * One labelmap segmentation per method, and one for their consensus, made through OHIF's own service so that its segmentation panel, brushes and
 * MPR know them. Segmentations that are not ours are never written to.
 */
export class MethodLayers {
  private readonly making = new Map<LayerId, Promise<void>>();

  constructor(
    private readonly host: Host,
    private readonly series: ReviewSeries,
    private readonly visit: number,
  ) {}

  id(method: LayerId): string {
    return layerId(method, this.series.key, this.visit);
  }

  exists(method: LayerId): boolean {
    return this.host.services.segmentationService.getSegmentation(this.id(method)) !== undefined;
  }

  existing(): LayerId[] {
    return LAYER_IDS.filter((method) => this.exists(method));
  }

  /** Which method's layer a segmentation is; undefined for everybody else's. */
  methodOf(segmentationId: string): LayerId | undefined {
    return LAYER_IDS.find((method) => this.id(method) === segmentationId);
  }

  /** Makes the layer, empty, where it is not there (yet, or because a person removed it); true when it did. */
  async ensure(method: LayerId): Promise<boolean> {
    if (this.exists(method)) return false;
    const making = this.making.get(method) ?? this.make(method);
    this.making.set(method, making);
    await making.finally(() => this.making.delete(method));
    return true;
  }

  private async make(method: LayerId): Promise<void> {
    await this.host.services.segmentationService.createLabelmapForDisplaySet(this.series.displaySet, {
      segmentationId: this.id(method),
      label: t('panel.layerLabel', { name: LAYER_NAMES[method] }),
      segments: {
        [SEGMENT_INDEX]: {
          segmentIndex: SEGMENT_INDEX,
          label: t('panel.segmentLabel'),
          active: true,
          locked: false,
          cachedStats: { algorithmType: 'AUTOMATIC', algorithmName: OBJECT_NAMES[method] },
        },
      },
    });
  }

  /** Whether the layer has no segments but ours: a person can add some in OHIF's segmentation panel. */
  isOurs(method: LayerId): boolean {
    const segmentation = this.host.services.segmentationService.getSegmentation(this.id(method));
    return Object.keys(segmentation?.segments ?? {}).length <= 1;
  }

  /** By source image id; empty where there is no layer. */
  slices(method: LayerId): ReadonlyMap<string, LabelSlice> {
    const segmentation = this.host.services.segmentationService.getSegmentation(this.id(method));
    return labelSlices(segmentation?.representationData.Labelmap, this.host.libraries().cornerstone.cache);
  }

  /** Tells the viewer which slices of the labelmap have changed. */
  announce(method: LayerId, labelIndices: number[]): void {
    if (labelIndices.length === 0 || !this.exists(method)) return;
    this.host
      .libraries()
      .cornerstoneTools.segmentation.triggerSegmentationEvents.triggerSegmentationDataModified(
        this.id(method),
        labelIndices,
      );
  }
}
