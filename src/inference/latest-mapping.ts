import { GridMapping, type ModelGrid, sameInPlaneGeometry } from '../imaging/grid.ts';
import type { SliceGeometry } from '../imaging/series.ts';

/** The mapping of a geometry; that of the last one is kept, as the slices of a series share theirs. */
export class LatestMapping {
  private last: { geometry: SliceGeometry; mapping: GridMapping } | undefined;

  constructor(private readonly grid: ModelGrid) {}

  of(geometry: SliceGeometry): GridMapping {
    if (!this.last || !sameInPlaneGeometry(this.last.geometry, geometry)) {
      this.last = { geometry, mapping: new GridMapping(geometry, this.grid) };
    }
    return this.last.mapping;
  }
}
