import type { SliceGeometry } from '@lacuna/core/imaging/series.ts';
import { colourTable, type ColourTable } from '../heat-map/colour-maps.ts';
import { mapReading } from '../heat-map/map-reading.ts';
import type { PaintedMap } from '../heat-map/map-painter.ts';
import { voxelAffine } from '../heat-map/map-volume.ts';
import type { MapVolume, StackVolume } from '../heat-map/sample-plane.ts';
import { mapId, type ShownMap } from '../heat-map/shown-map.ts';
import { lookOf } from '../heat-map/state.ts';
import type { LabelPixels, LabelSlice } from '../layers/label-images.ts';
import { perLayer, type LayerId } from '../methods.ts';
import type { SeriesWorkspace } from '../review/workspace.ts';
import { CoarseMasks } from '../refinement/coarse-masks.ts';
import type { ReviewStore } from '../state/store.ts';
import type { Deviations } from '../uncertainty/deviations.ts';
import { sliceIndexByImage } from './frame.ts';

/** What the overlays of one series are painted from, kept between frames and made again when it has changed. */
export class SeriesData {
  readonly sliceIndexOfImage: ReadonlyMap<string, number>;
  readonly geometries: readonly SliceGeometry[];
  /** Rises whenever a mask may have changed. */
  masksRevision = 0;
  private readonly toVoxel: MapVolume['toVoxel'];
  private readonly made = new Map<string, { on: readonly unknown[]; map: PaintedMap }>();
  private readonly labels = perLayer(
    (): { revision: number; slices: ReadonlyMap<string, LabelSlice> } | undefined => undefined,
  );
  private readonly coarse: CoarseMasks;
  private readonly tables = new Map<string, ColourTable>();
  private count = 0;

  constructor(
    private readonly store: ReviewStore,
    readonly workspace: SeriesWorkspace,
    private readonly deviations: Deviations,
  ) {
    this.sliceIndexOfImage = sliceIndexByImage(workspace.series);
    this.geometries = workspace.series.slices.map(({ geometry }) => geometry);
    this.coarse = new CoarseMasks(workspace);
    this.toVoxel = voxelAffine(this.geometries);
  }

  /** A map with its present look; undefined without weights. */
  map(shown: ShownMap): PaintedMap | undefined {
    const state = this.store.getState();
    const { layer } = shown;
    const look = lookOf(state.maps, shown);
    const { run, finished } = state.uncertainty;
    const seeds = run.kind === 'running' ? finished : run;
    const values = shown.kind === 'anomaly' ? state.methods[layer].outcomes : seeds;
    const on = [state.weights, look, values, this.workspace.resultsSeed, state.refinement.coarse];
    const old = this.made.get(mapId(shown));
    if (old && old.on.every((value, i) => value === on[i])) return old.map;
    const reading = mapReading(state, shown);
    if (!reading) return undefined;
    const map: PaintedMap = {
      key: String(++this.count),
      geometries: this.geometries,
      volume: this.volume((index) => this.values(shown, index)),
      colouring: {
        table: this.table(layer, look.colourMap),
        scale: reading.scale,
        window: reading.window,
      },
      opacity: look.opacity,
    };
    this.made.set(mapId(shown), { on, map });
    return map;
  }

  /** Of a map on a slice (feet to head), source grid; null without a result. */
  values({ kind, layer }: ShownMap, sliceIndex: number): Float32Array | null {
    if (kind === 'variation') return this.deviations.get(layer, sliceIndex);
    const { coarse, results } = this.workspace;
    return (coarse.get(layer, sliceIndex) ?? results.get(layer, sliceIndex))?.anomalyMap ?? null;
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

  /** Masks of a layer as `mask` gives them. */
  maskVolume = (layer: LayerId): StackVolume<LabelPixels> =>
    this.volume((index) => this.mask(layer, index) ?? null);

  private volume<Pixels>(slice: (index: number) => Pixels | null): StackVolume<Pixels> {
    const { columns, rows } = this.geometries[0]!;
    return { columns, rows, sliceCount: this.geometries.length, slice, toVoxel: this.toVoxel };
  }

  /** What is painted as a layer's mask on a slice: the mask, or what a map that is still being refined marks. */
  painted(layer: LayerId, sliceIndex: number): { pixels: LabelPixels | undefined; key: string } {
    const state = this.store.getState();
    const coarse = this.coarse.get(state, layer, sliceIndex);
    const key = `${this.masksRevision}|${sliceIndex}`;
    if (!coarse) return { pixels: this.mask(layer, sliceIndex), key };
    const { step } = this.workspace.coarse.get(layer, sliceIndex)!;
    return { pixels: coarse, key: `${key}|${step}|${state.methods[layer].threshold}` };
  }

  private table(layer: LayerId, id: Parameters<typeof colourTable>[0]): ColourTable {
    const key = `${layer} ${id}`;
    const table = this.tables.get(key) ?? colourTable(id, layer);
    this.tables.set(key, table);
    return table;
  }
}
