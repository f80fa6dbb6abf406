/** Slices whose direction cosines differ by more than this do not belong to one stack (about 0.1 degree). */
export const ORIENTATION_TOLERANCE = 2e-3;
/** Two slices closer than this along the normal stand at the same place. */
export const POSITION_TOLERANCE_MM = 1e-2;
