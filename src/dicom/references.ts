import type { NaturalDataset } from 'dcmjs';
import { LacunaError } from '../errors.ts';
import { CODES } from './codes.ts';
import type { ObjectReference } from './object-reference.ts';
import { isUid } from './safe-text.ts';
import type { SourceInstance } from './source-instance.ts';
import { distinctInstances } from './source-key.ts';

const instance = (sopClassUID: string, sopInstanceUID: string): NaturalDataset => ({
  ReferencedSOPClassUID: sopClassUID,
  ReferencedSOPInstanceUID: sopInstanceUID,
});

/**
 * What an object refers to: the whole source series, not only the instances with frames, so that a reader may build the
 * empty slices too, and the objects whose place it takes. The source comes first: some readers look at one series only.
 * @throws LacunaError `invalid-argument` for a reference without valid UIDs
 */
export function objectReferences(
  source: readonly SourceInstance[],
  predecessors: readonly ObjectReference[] = [],
): NaturalDataset {
  checkReferences(predecessors);
  const series = new Map<string, NaturalDataset[]>();
  for (const { seriesInstanceUID, sopClassUID, sopInstanceUID } of predecessors) {
    const listed = series.get(seriesInstanceUID) ?? [];
    series.set(seriesInstanceUID, [...listed, instance(sopClassUID, sopInstanceUID)]);
  }
  return {
    ReferencedSeriesSequence: [
      {
        SeriesInstanceUID: source[0]!.seriesInstanceUID,
        ReferencedInstanceSequence: distinctInstances(source).map((s) =>
          instance(s.sopClassUID, s.sopInstanceUID),
        ),
      },
      ...[...series].map(([SeriesInstanceUID, ReferencedInstanceSequence]) => ({
        SeriesInstanceUID,
        ReferencedInstanceSequence,
      })),
    ],
    ...(predecessors.length === 0
      ? {}
      : {
          ReferencedImageSequence: predecessors.map(({ sopClassUID, sopInstanceUID }) => ({
            ...instance(sopClassUID, sopInstanceUID),
            PurposeOfReferenceCodeSequence: [CODES.TEMPORAL_PREDECESSOR],
          })),
        }),
  };
}

/** @throws LacunaError `invalid-argument` */
export function checkReferences(references: readonly ObjectReference[]): void {
  const good = references.every(
    (r) => isUid(r.sopClassUID) && isUid(r.sopInstanceUID) && isUid(r.seriesInstanceUID),
  );
  if (good) return;
  throw new LacunaError('invalid-argument', 'The earlier object is named without valid UIDs.');
}
