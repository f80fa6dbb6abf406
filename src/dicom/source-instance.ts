import type { Vec3, Vec6 } from '../imaging/series.ts';

/**
 * What a derived object needs to know of one slice of its source series: a single-frame instance or a frame of a
 * multi-frame one.
 *
 * Geometry is of the instance itself, never of a volume built from it. Text is as the source has it, decoded to Unicode and
 * possibly hostile; the writer cleans it. Patient data: never log it, never put it into a file name.
 */
export interface SourceInstance {
  readonly sopInstanceUID: string;
  readonly sopClassUID: string;
  /** From 1, of a multi-frame instance; a single-frame one has none. */
  readonly frameNumber?: number;
  readonly studyInstanceUID: string;
  readonly seriesInstanceUID: string;
  readonly frameOfReferenceUID?: string;
  readonly instanceNumber?: number;
  readonly rows: number;
  readonly columns: number;
  /** mm between rows, mm between columns. */
  readonly pixelSpacing: readonly [row: number, column: number];
  /** Centre of the first pixel, mm. */
  readonly imagePositionPatient: Vec3;
  readonly imageOrientationPatient: Vec6;
  /** mm. */
  readonly sliceThickness?: number;
  /** mm as the source states it; some scanners state the gap instead, so it is not relied on. */
  readonly spacingBetweenSlices?: number;
  /** `01` once lossy, always lossy: derived objects repeat it. */
  readonly lossyImageCompression?: string;
  readonly lossyImageCompressionRatio?: number;
  readonly lossyImageCompressionMethod?: string;
  readonly patientName?: string;
  readonly patientID?: string;
  readonly patientBirthDate?: string;
  readonly patientSex?: string;
  readonly studyDate?: string;
  readonly studyTime?: string;
  readonly studyID?: string;
  readonly studyDescription?: string;
  readonly accessionNumber?: string;
  readonly referringPhysicianName?: string;
  readonly positionReferenceIndicator?: string;
  readonly seriesNumber?: number;
  readonly seriesDescription?: string;
  readonly bodyPartExamined?: string;
  readonly laterality?: string;
}
