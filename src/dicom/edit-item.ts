import type { NaturalDataset } from 'dcmjs';
import { CODES } from './codes.ts';
import { dicomDate, dicomTime } from './derived-object.ts';
import type { EditRecord } from './object-reference.ts';
import { safeLongText, safePersonName, safeString } from './safe-text.ts';

const LONGEST_DESCRIPTION = 1024;

/**
 * Contributing equipment of a mask that a person changed: who, when, where and how much. Without a name from the viewer the
 * object says that the person is not named rather than nothing.
 * @param label of the segment
 */
export function editItem(label: string, edit: EditRecord, softwareVersion: string): NaturalDataset {
  const editor = safePersonName(edit.editor);
  const slices = edit.slices.map((index) => index + 1).join(' ');
  const text = [
    `Edited by ${editor ? 'the named person' : 'a person whom the viewer does not name'}: ${safeString(label, 64)};`,
    `${edit.added} voxels added, ${edit.removed} removed;`,
    `${edit.slices.length} slices, counted from 1 at the feet: ${slices}`,
  ].join(' ');
  return {
    PurposeOfReferenceCodeSequence: [CODES.MODIFYING_EQUIPMENT],
    Manufacturer: 'Lacuna',
    ManufacturerModelName: 'Lacuna',
    SoftwareVersions: safeString(softwareVersion, 64) || 'unknown',
    ...(editor ? { OperatorsName: editor } : {}),
    ContributionDateTime: `${dicomDate(edit.date)}${dicomTime(edit.date)}`,
    ContributionDescription: safeLongText(text).slice(0, LONGEST_DESCRIPTION),
  };
}
