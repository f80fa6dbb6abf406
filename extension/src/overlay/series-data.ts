import type { SliceGeometry } from '@lacuna/core/imaging/series.ts';
import { colourTable, type ColourTable } from '../heat-map/colour-maps.ts';
import { heldWindow, mapScales, type MapScale, type Range } from '../heat-map/map-scale.ts';
import type { PaintedMap } from '../heat-map/map-painter.ts';
import { voxelAffine } from '../heat-map/map-volume.ts';
import type { MapVolume } from '../heat-map/sample-plane.ts';
import type { LabelPixels, LabelSlice } from '../layers/label-images.ts';
import { perLayer, type LayerId } from '../methods.ts';
import type { SeriesWorkspace } from '../review/workspace.ts';
import type { ReviewState } from '../state/review-state.ts';
import type { ReviewStore } from '../state/store.ts';
import { sliceIndexByImage } from './frame.ts';

/** The scale and the window that a layer's map is shown with; undefined where the weights lack the layer. */
export function mapReading(
  { weights, maps }: ReviewState,
  layer: LayerId,
): { scale: MapScale; window: Range; scales: readonly MapScale[] } | undefined {
  if (weights.kind !== 'ready') return undefined;
  const scales = mapScales(weights.info.manifest, layer);
  const look = maps.looks[layer];
  const scale = scales.find(({ axis }) => axis === look.axis) ?? scales[0];
  return scale && { scale, window: heldWindow(scale, look.window ?? scale.defaultWindow), scales };
}

/** What the overlays of one series are painted from, kept between frames and made again when it has changed. */
export class SeriesData {
  readonly sliceIndexOfImage: ReadonlyMap<string, number>;
  readonly geometries: readonly SliceGeometry[];
  /** Rises whenever a mask may have changed. */
  masksRevision = 0;
  private readonly toVoxel: MapVolume['toVoxel'];
  private readonly made = perLayer((): { on: readonly unknown[]; map: PaintedMap } | undefined => undefined);
  private readonly labels = perLayer(
    (): { revision: number; slices: ReadonlyMap<string, LabelSlice> } | undefined => undefined,
  );
  private readonly tables = new Map<string, ColourTable>();
  private count = 0;

  constructor(
    private readonly store: ReviewStore,
    readonly workspace: SeriesWorkspace,
  ) {
    this.sliceIndexOfImage = sliceIndexByImage(workspace.series);
    this.geometries = workspace.series.slices.map(({ geometry }) => geometry);
    this.toVoxel = voxelAffine(this.geometries);
  }

  /** A layer's map with its present look; undefined without weights. */
  map(layer: LayerId): PaintedMap | undefined {
    const state = this.store.getState();
    const { looks } = state.maps;
    const on = [state.weights, looks[layer], state.methods[layer].outcomes, this.workspace.resultsSeed];
    const old = this.made[layer];
    if (old && old.on.every((value, i) => value === on[i])) return old.map;
    const reading = mapReading(state, layer);
    if (!reading) return undefined;
    const { results, series } = this.workspace;
    const [first] = this.geometries;
    const map: PaintedMap = {
      key: String(++this.count),
      geometries: this.geometries,
      volume: {
        columns: first!.columns,
        rows: first!.rows,
        sliceCount: series.slices.length,
        slice: (index) => results.get(layer, index)?.anomalyMap ?? null,
        toVoxel: this.toVoxel,
      },
      colouring: {
        table: this.table(layer, looks[layer].colourMap),
        scale: reading.scale,
        window: reading.window,
      },
      opacity: looks[layer].opacity,
    };
    this.made[layer] = { on, map };
    return map;
  }

  /** Pixels of a layer's mask on a slice, a person's edits included; 1 is the segment. */
  mask(layer: LayerId, sliceIndex: number): LabelPixels | undefined {
    let kept = this.labels[layer];
    if (!kept || kept.revision !== this.masksRevision) {
      kept = { revision: this.masksRevision, slices: this.workspace.layers.slices(layer) };
      this.labels[layer] = kept;
    }
    const imageId = this.workspace.series.slices[sliceIndex]?.imageId;
    return imageId === undefined ? undefined : kept.slices.get(imageId)?.pixels;
  }

  private table(layer: LayerId, id: Parameters<typeof colourTable>[0]): ColourTable {
    const key = `${layer} ${id}`;
    const table = this.tables.get(key) ?? colourTable(id, layer);
    this.tables.set(key, table);
    return table;
  }
}
