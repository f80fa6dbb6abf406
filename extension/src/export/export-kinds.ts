import { OUTPUT_NAMES as OBJECT_NAMES } from '@lacuna/core/inference/detector.ts';
import type { LayerId } from '../methods.ts';

/** What the export menu offers. */
export const EXPORT_KINDS = ['seg', 'seg-combined', 'labelmap', 'pmap', 'sr', 'key-images'] as const;
export type ExportKind = (typeof EXPORT_KINDS)[number];

/** An object among those of an export; a report comes with the SEG of its regions. */
export type ObjectRole = ExportKind | 'regions';

/** Kinds that hold every layer at once. */
export const isOfAllLayers = (kind: ExportKind): boolean => kind === 'seg-combined';

/** Series description, without the notice that the core adds; a later export of the same kind is found by it. */
export function descriptionOf(role: ObjectRole, layer: LayerId): string {
  const name = OBJECT_NAMES[layer];
  switch (role) {
    case 'seg':
      return `Anomaly candidates ${name}`;
    case 'seg-combined':
      return 'Anomaly candidates, all methods';
    case 'labelmap':
      return `Label map ${name}`;
    case 'pmap':
      return `Anomaly map ${name}`;
    case 'sr':
      return `Anomaly candidates ${name}, measured`;
    case 'regions':
      return `Candidate regions ${name}`;
    case 'key-images':
      return `Key images ${name}`;
  }
}
