import { objectInstance } from '../export/earlier-exports.ts';
import type { DisplaySet, Instance } from '../host/ohif-types.ts';
import { text } from '../series/attributes.ts';
import type { ReferenceChoice } from './state.ts';

/** As our own objects name their maker. */
const OURS = 'Lacuna';

/** Segmentations made of a series by others, in the order of the study. */
export function findReferences(
  displaySets: readonly DisplaySet[],
  seriesInstanceUID: string,
): ReferenceChoice[] {
  return displaySets
    .filter(({ Modality }) => Modality === 'SEG')
    .filter((displaySet) => isOf(displaySet, seriesInstanceUID) && !isOurs(displaySet))
    .map(({ displaySetInstanceUID, SeriesDescription, SeriesNumber }) => ({
      displaySetInstanceUID,
      label: SeriesDescription?.trim() || `SEG ${String(SeriesNumber ?? '')}`.trim(),
    }));
}

function isOf(displaySet: DisplaySet, seriesInstanceUID: string): boolean {
  if (displaySet.referencedSeriesInstanceUID === seriesInstanceUID) return true;
  const references: unknown = objectInstance(displaySet)?.['ReferencedSeriesSequence'];
  const items: readonly unknown[] = Array.isArray(references) ? references : [references];
  return items.some((item) => text((item ?? {}) as Instance, 'SeriesInstanceUID') === seriesInstanceUID);
}

function isOurs(displaySet: DisplaySet): boolean {
  const instance = objectInstance(displaySet);
  return instance !== undefined && text(instance, 'Manufacturer') === OURS;
}
