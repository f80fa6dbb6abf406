import type { LayerId } from '../methods.ts';
import type { SeriesWorkspace } from '../review/workspace.ts';
import type { Candidate } from './candidate.ts';
import type { OutputRegions } from './output-regions.ts';

/**
 * Takes rejected regions, and those left out for their size, out of a layer, and puts back what is no longer so. Gives
 * for every slice that was touched whether it still holds a region, in display order.
 */
export function hideRejected(
  { series, writer, layers }: SeriesWorkspace,
  output: LayerId,
  regions: OutputRegions,
  candidates: readonly Candidate[],
): (readonly [displayIndex: number, candidate: boolean])[] {
  const hidden = new Uint8Array(candidates.length + 1);
  hidden[0] = 1;
  for (const { number, status } of candidates) hidden[number] = status === 'rejected' ? 1 : 0;
  const labels = layers.slices(output);
  const announced: number[] = [];
  const changes: (readonly [number, boolean])[] = [];
  for (const [slice, { displayIndex, geometry }] of series.slices.entries()) {
    let mask: Uint8Array | undefined;
    regions.eachRunOf(slice, (number, start, end) => {
      if (hidden[number] === 0) return;
      mask ??= new Uint8Array(geometry.rows * geometry.columns);
      mask.fill(1, start, end);
    });
    const written = writer.hide(output, slice, mask, labels);
    if (!written) continue;
    changes.push([displayIndex, written.candidate]);
    if (written.labelIndex !== undefined) announced.push(written.labelIndex);
  }
  layers.announce(output, announced);
  return changes;
}
