import { CODES } from './codes.ts';
import type { NaturalDataset } from 'dcmjs';
import { decimalString } from './decimal-string.ts';
import type { PlannedFrame } from './frame-plan.ts';
import { measureSpacing } from './slice-spacing.ts';
import type { SourceInstance } from './source-instance.ts';

/** Functional groups of a segmentation: what all frames share, and what each frame says of itself. */
export interface FunctionalGroups {
  readonly shared: NaturalDataset;
  readonly perFrame: readonly NaturalDataset[];
}

/**
 * Everything spatial is copied from the instance a frame refers to, never computed from a volume; what is equal for all
 * referenced instances moves into the shared group, as the standard asks.
 */
export function functionalGroups(
  frames: readonly PlannedFrame[],
  source: readonly SourceInstance[],
): FunctionalGroups {
  const spacing = measureSpacing(source);
  const spatial = frames.map(({ source: instance }) => ({
    PlaneOrientationSequence: [
      { ImageOrientationPatient: instance.imageOrientationPatient.map(decimalString) },
    ],
    PixelMeasuresSequence: [pixelMeasures(instance, spacing)],
  }));
  const same = (name: 'PlaneOrientationSequence' | 'PixelMeasuresSequence') =>
    new Set(spatial.map((groups) => JSON.stringify(groups[name]))).size === 1;
  const isShared = {
    PlaneOrientationSequence: same('PlaneOrientationSequence'),
    PixelMeasuresSequence: same('PixelMeasuresSequence'),
  };
  const pick = (groups: NaturalDataset, shared: boolean): NaturalDataset =>
    Object.fromEntries(
      Object.entries(groups).filter(([name]) => isShared[name as keyof typeof isShared] === shared),
    );

  return {
    shared: pick(spatial[0] ?? {}, true),
    perFrame: frames.map((frame, i) => ({ ...ownGroups(frame), ...pick(spatial[i]!, false) })),
  };
}

function ownGroups({ source, segmentNumber, positionIndex }: PlannedFrame): NaturalDataset {
  return {
    DerivationImageSequence: [
      {
        DerivationCodeSequence: [CODES.SEGMENTATION],
        SourceImageSequence: [
          {
            ReferencedSOPClassUID: source.sopClassUID,
            ReferencedSOPInstanceUID: source.sopInstanceUID,
            SpatialLocationsPreserved: 'YES',
            PurposeOfReferenceCodeSequence: [CODES.SOURCE_IMAGE],
          },
        ],
      },
    ],
    FrameContentSequence: [{ DimensionIndexValues: [segmentNumber, positionIndex] }],
    PlanePositionSequence: [{ ImagePositionPatient: source.imagePositionPatient.map(decimalString) }],
    SegmentIdentificationSequence: [{ ReferencedSegmentNumber: segmentNumber }],
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
