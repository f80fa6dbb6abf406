import { encodeNifti } from '../nifti-writer.ts';
import type { SourceCase } from '../source-case.ts';
import type { ScoredId } from './case-types.ts';
import type { ScoredOutput } from './scored-outputs.ts';

/** Maps and masks of all outputs as NIfTI files on the grid of the image, named as BIDS derivatives are. */
export interface CaseDerivatives {
  add(id: ScoredId, slice: number, map: Float32Array, mask: Uint8Array): void;
  /** By the end of their names, e.g. `desc-consensus_anomaly.nii.gz`. */
  files(): Promise<Record<string, Uint8Array>>;
  warnings: readonly string[];
}

/** BIDS labels are letters and digits only. */
export const bidsLabel = (id: string): string => id.replace(/[^A-Za-z0-9]/g, '');

/** @throws LacunaError `invalid-argument` when NIfTI cannot hold the series */
export function caseDerivatives(source: SourceCase, outputs: readonly ScoredOutput[]): CaseDerivatives {
  const { grid, warnings } = source.grid();
  const { columns, rows } = source.source.slices[0]!.geometry;
  const empty = () => source.source.slices.map(() => undefined as Float32Array | Uint8Array | undefined);
  const planes = new Map(outputs.map(({ id }) => [id, { maps: empty(), masks: empty() }]));
  return {
    warnings,
    add(id, slice, map, mask) {
      const own = planes.get(id)!;
      own.maps[slice] = map;
      own.masks[slice] = mask;
    },
    async files() {
      const files: Record<string, Uint8Array> = {};
      const whole = (list: readonly (ArrayLike<number> | undefined)[]) =>
        list.map((plane) => plane ?? new Uint8Array(rows * columns));
      for (const [id, { maps, masks }] of planes) {
        const name = (part: string) => `desc-${bidsLabel(id)}_${part}.nii.gz`;
        const remark = 'Lacuna; research use only';
        files[name('anomaly')] = await encodeNifti(grid, 'float32', whole(maps), columns, remark);
        files[name('mask')] = await encodeNifti(grid, 'uint8', whole(masks), columns, remark);
      }
      return files;
    },
  };
}
