import type { CornerstoneViewport } from '../host/ohif-types.ts';
import { SEGMENT_INDEX } from './label-images.ts';

interface Fill {
  getValue(label: number): number;
}

/**
 * Whether cornerstone's layers of a segmentation are seen in a viewport. A new one is plain black until cornerstone has
 * styled it, and nothing else tells that it has not.
 */
export function labelsSeen(viewport: CornerstoneViewport, segmentationId: string): boolean {
  return viewport.getActors().some(({ actor, representationUID }) => {
    if (!String(representationUID ?? '').startsWith(`${segmentationId}-Labelmap`)) return false;
    const property = actor.getProperty() as { getScalarOpacity?(component: number): Fill | undefined };
    return (property.getScalarOpacity?.(0)?.getValue(SEGMENT_INDEX) ?? 1) > 0;
  });
}
