/** An object of the same study that another one names. */
export interface ObjectReference {
  readonly sopClassUID: string;
  readonly sopInstanceUID: string;
  readonly seriesInstanceUID: string;
}

/** What a person did to a mask after the algorithm had made it. */
export interface EditRecord {
  /** Indices of the changed slices, from 0, feet to head. */
  readonly slices: readonly number[];
  /** Voxels, against the mask that the algorithm made. */
  readonly added: number;
  readonly removed: number;
  readonly date: Date;
  /** Name of the person where the viewer knows it, as `Family^Given` or as it is. */
  readonly editor?: string;
}
