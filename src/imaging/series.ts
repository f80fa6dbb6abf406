/** x, y, z in the patient system of DICOM: +x to the patient's left, +y to the back, +z to the head; mm or unit cosines. */
export type Vec3 = readonly [number, number, number];
/** ImageOrientationPatient: direction of a row (rising column index) first, then of a column (rising row index). */
export type Vec6 = readonly [number, number, number, number, number, number];

export interface SliceGeometry {
  rows: number;
  columns: number;
  /** Distance between the centres of neighbouring rows, mm (first value of PixelSpacing). */
  rowSpacingMm: number;
  /** Distance between the centres of neighbouring columns, mm (second value of PixelSpacing). */
  columnSpacingMm: number;
  /** Centre of the first pixel, mm. */
  imagePositionPatient: Vec3;
  imageOrientationPatient: Vec6;
}

export interface SourceSlice {
  /** SOPInstanceUID, or the decimal slice index in a NIfTI file; part of the random key. */
  key: string;
  geometry: SliceGeometry;
  /** Modality units, row-major, rows * columns. Never written to. */
  pixels: Float32Array;
}

export interface SourceSeries {
  /** SeriesInstanceUID, or the file-name stem of a NIfTI case; part of the random key. */
  key: string;
  /** Ordered feet to head along the slice normal. */
  slices: readonly SourceSlice[];
}

/** A series whose slices are read when they are needed, so that a large one need not be in memory whole. */
export interface LazySeries {
  key: string;
  sliceCount: number;
  slice(index: number, signal?: AbortSignal): Promise<SourceSlice>;
}
