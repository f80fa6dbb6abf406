import type { NaturalDataset } from 'dcmjs';

/** An attribute by which the frames of an object are told apart. */
export interface Dimension {
  readonly pointer: number;
  /** The functional group that holds the attribute. */
  readonly group: number;
  readonly label: string;
}

export const SEGMENT_DIMENSION: Dimension = {
  pointer: 0x0062000b,
  group: 0x0062000a,
  label: 'Segment number',
};
export const POSITION_DIMENSION: Dimension = {
  pointer: 0x00200032,
  group: 0x00209113,
  label: 'Image position',
};

/** The Multi-frame Dimension module; DimensionIndexValues of the frames follow the order given here. */
export function dimensionModule(
  dimensionOrganizationUID: string,
  dimensions: readonly Dimension[],
): NaturalDataset {
  return {
    DimensionOrganizationSequence: [{ DimensionOrganizationUID: dimensionOrganizationUID }],
    DimensionIndexSequence: dimensions.map(({ pointer, group, label }) => ({
      DimensionOrganizationUID: dimensionOrganizationUID,
      DimensionIndexPointer: pointer,
      FunctionalGroupPointer: group,
      DimensionDescriptionLabel: label,
    })),
  };
}
