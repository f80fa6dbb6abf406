import { ROOM_FOR_ALL, type LabelLine, type PaneLabel } from './label-elements.ts';

/** CSS pixels below which not even names are read. */
const ROOM_FOR_NAMES = 110;

/**
 * What of a label has room in a viewport: all of it, names and warnings, or nothing. A viewport of no width is not laid
 * out yet and has it all.
 */
export function fitted(label: PaneLabel | undefined, width: number): PaneLabel | undefined {
  if (!label || width === 0 || width >= ROOM_FOR_ALL) return label;
  if (width < ROOM_FOR_NAMES) return undefined;
  const identity = short(label.identity);
  const notes = short(label.notes);
  if (identity.length === 0 && notes.length === 0) return undefined;
  return { identity, notes, legend: [], readout: [] };
}

const short = (lines: readonly LabelLine[]): LabelLine[] =>
  lines
    .map((line) => line.flatMap((part) => (part.short ? [{ ...part, text: part.short }] : [])))
    .filter((line) => line.length > 0);
