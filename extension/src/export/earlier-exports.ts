import type { ObjectReference } from '@lacuna/core/dicom/object-reference.ts';
import {
  COMPREHENSIVE_3D_SR_STORAGE,
  LABEL_MAP_SEGMENTATION_STORAGE,
  PARAMETRIC_MAP_STORAGE,
  SEGMENTATION_STORAGE,
} from '@lacuna/core/dicom/storage.ts';
import type { DisplaySet, Instance } from '../host/ohif-types.ts';
import type { LayerId } from '../methods.ts';
import { descriptionOf, type ObjectRole } from './export-kinds.ts';

const CLASS_OF: Readonly<Partial<Record<ObjectRole, string>>> = {
  seg: SEGMENTATION_STORAGE,
  'seg-combined': SEGMENTATION_STORAGE,
  regions: SEGMENTATION_STORAGE,
  labelmap: LABEL_MAP_SEGMENTATION_STORAGE,
  pmap: PARAMETRIC_MAP_STORAGE,
  sr: COMPREHENSIVE_3D_SR_STORAGE,
};

/** Objects that an export takes the place of: those of this visit first, else those that the study brought along. */
export class EarlierExports {
  private readonly made = new Map<string, ObjectReference>();

  remember(seriesKey: string, layer: LayerId, role: ObjectRole, reference: ObjectReference): void {
    this.made.set(keyOf(seriesKey, layer, role), reference);
  }

  /** The latest object of the same kind on the same series; none for key images, which are only pictures. */
  of(
    seriesKey: string,
    layer: LayerId,
    role: ObjectRole,
    displaySets: readonly DisplaySet[],
  ): readonly ObjectReference[] {
    const known = this.made.get(keyOf(seriesKey, layer, role));
    if (known) return [known];
    const found = displaySets
      .filter((displaySet) => isOurs(displaySet, seriesKey, CLASS_OF[role], descriptionOf(role, layer)))
      .sort((a, b) => Number(b.SeriesNumber ?? 0) - Number(a.SeriesNumber ?? 0))[0];
    const reference = found && referenceOf(found);
    return reference ? [reference] : [];
  }
}

const keyOf = (...parts: readonly string[]) => parts.join(' ');

/** Metadata of the one instance of an object's series; OHIF keeps it as `instance` or as the first of `instances`. */
export function objectInstance(displaySet: DisplaySet): Instance | undefined {
  return displaySet.instance ?? displaySet.instances?.[0];
}

export function isOurs(
  displaySet: DisplaySet,
  seriesKey: string,
  sopClassUID: string | undefined,
  description?: string,
): boolean {
  const instance = objectInstance(displaySet);
  return (
    instance !== undefined &&
    sopClassUID !== undefined &&
    instance['SOPClassUID'] === sopClassUID &&
    instance['Manufacturer'] === 'Lacuna' &&
    (description === undefined ||
      String(instance['SeriesDescription'] ?? displaySet.SeriesDescription).startsWith(`${description} (`)) &&
    referencesSeries(instance, seriesKey)
  );
}

/** By the references of an image object, or by the evidence of a report. */
function referencesSeries(instance: Instance, seriesKey: string): boolean {
  const evidence = list(instance['CurrentRequestedProcedureEvidenceSequence']);
  return [instance, ...evidence]
    .flatMap((holder) => list(holder['ReferencedSeriesSequence']))
    .some((series) => series['SeriesInstanceUID'] === seriesKey);
}

function referenceOf(displaySet: DisplaySet): ObjectReference | undefined {
  const instance = objectInstance(displaySet);
  const [sopClassUID, sopInstanceUID] = [instance?.['SOPClassUID'], instance?.['SOPInstanceUID']];
  if (typeof sopClassUID !== 'string' || typeof sopInstanceUID !== 'string') return undefined;
  return { sopClassUID, sopInstanceUID, seriesInstanceUID: displaySet.SeriesInstanceUID };
}

/** Sequences come as lists, or as the item itself where there is one. */
function list(value: unknown): readonly Instance[] {
  if (Array.isArray(value)) return value as Instance[];
  return value !== null && typeof value === 'object' ? [value as Instance] : [];
}
