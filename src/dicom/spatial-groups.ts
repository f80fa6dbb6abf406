import type { NaturalDataset } from 'dcmjs';
import { CODES, type Code } from './codes.ts';
import { decimalString } from './decimal-string.ts';
import { measureSpacing } from './slice-spacing.ts';
import type { SourceInstance } from './source-instance.ts';

/** Functional groups of an object: what all frames share, and what each frame says of itself. */
export interface FunctionalGroups {
  readonly shared: NaturalDataset;
  readonly perFrame: readonly NaturalDataset[];
}

/**
 * Place and source of every frame. Everything spatial is copied from the instance a frame refers to, never computed from a
 * volume; what is equal for all referenced instances moves into the shared group, as the standard asks.
 *
 * @param referenced the instance of each frame
 * @param series all instances, for the distance between slices
 */
export function spatialGroups(
  referenced: readonly SourceInstance[],
  series: readonly SourceInstance[],
  derivation: Code,
): FunctionalGroups {
  const spacing = measureSpacing(series);
  const candidates = referenced.map((instance) => ({
    PlaneOrientationSequence: [
      { ImageOrientationPatient: instance.imageOrientationPatient.map(decimalString) },
    ],
    PixelMeasuresSequence: [pixelMeasures(instance, spacing)],
  }));
  const same = (name: 'PlaneOrientationSequence' | 'PixelMeasuresSequence') =>
    new Set(candidates.map((groups) => JSON.stringify(groups[name]))).size === 1;
  const isShared = {
    PlaneOrientationSequence: same('PlaneOrientationSequence'),
    PixelMeasuresSequence: same('PixelMeasuresSequence'),
  };
  const pick = (groups: NaturalDataset, shared: boolean): NaturalDataset =>
    Object.fromEntries(
      Object.entries(groups).filter(([name]) => isShared[name as keyof typeof isShared] === shared),
    );
  return {
    shared: pick(candidates[0] ?? {}, true),
    perFrame: referenced.map((instance, i) => ({
      ...placeAndSource(instance, derivation),
      ...pick(candidates[i]!, false),
    })),
  };
}

function placeAndSource(source: SourceInstance, derivation: Code): NaturalDataset {
  return {
    DerivationImageSequence: [
      {
        DerivationCodeSequence: [derivation],
        SourceImageSequence: [
          {
            ReferencedSOPClassUID: source.sopClassUID,
            ReferencedSOPInstanceUID: source.sopInstanceUID,
            ...(source.frameNumber === undefined ? {} : { ReferencedFrameNumber: source.frameNumber }),
            SpatialLocationsPreserved: 'YES',
            PurposeOfReferenceCodeSequence: [CODES.SOURCE_IMAGE],
          },
        ],
      },
    ],
    PlanePositionSequence: [{ ImagePositionPatient: source.imagePositionPatient.map(decimalString) }],
  };
}

function pixelMeasures(instance: SourceInstance, spacing: number | undefined): NaturalDataset {
  const stated = instance.sliceThickness;
  const thickness = stated !== undefined && stated > 0 && Number.isFinite(stated) ? stated : (spacing ?? 1);
  return {
    SliceThickness: decimalString(thickness),
    ...(spacing === undefined ? {} : { SpacingBetweenSlices: decimalString(spacing) }),
    PixelSpacing: instance.pixelSpacing.map(decimalString),
  };
}
