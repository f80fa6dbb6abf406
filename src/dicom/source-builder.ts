import { LacunaError } from '../errors.ts';
import { completeGeometry } from '../imaging/geometry-check.ts';
import type { Vec3, Vec6 } from '../imaging/series.ts';
import { COPIED_NUMBERS, COPIED_TEXT } from './source-attributes.ts';
import type { SourceInstance } from './source-instance.ts';
import { isUid } from './safe-text.ts';

/** Reads attributes by DICOM keyword, whatever they are stored in; `undefined` for absent or of the wrong type. */
export interface AttributeReader {
  text(keyword: string): string | undefined;
  numbers(keyword: string): readonly number[] | undefined;
}

/**
 * A source instance from any reader of attributes.
 * @throws LacunaError `corrupt-file` without the UIDs that a reference needs, `no-geometry` without a usable place in space
 */
export function buildSource(reader: AttributeReader): SourceInstance {
  const uid = (keyword: string): string => {
    const value = reader.text(keyword)?.trim();
    if (isUid(value)) return value;
    throw new LacunaError(
      'corrupt-file',
      `An image of the series has no valid ${keyword}, so no result could refer to it. Retrieve the series again.`,
    );
  };
  const [rowSpacingMm, columnSpacingMm] = reader.numbers('PixelSpacing') ?? [];
  const geometry = completeGeometry(
    {
      rows: reader.numbers('Rows')?.[0],
      columns: reader.numbers('Columns')?.[0],
      rowSpacingMm,
      columnSpacingMm,
      imagePositionPatient: reader.numbers('ImagePositionPatient') as Vec3 | undefined,
      imageOrientationPatient: reader.numbers('ImageOrientationPatient') as Vec6 | undefined,
    },
    0,
  );
  const text = Object.entries(COPIED_TEXT).map(([name, keyword]) => [name, reader.text(keyword)] as const);
  const numbers = Object.entries(COPIED_NUMBERS).map(
    ([name, keyword]) => [name, reader.numbers(keyword)?.[0]] as const,
  );
  const known = [...text, ...numbers].filter(([, value]) => value !== undefined && value !== '');
  return {
    sopInstanceUID: uid('SOPInstanceUID'),
    sopClassUID: uid('SOPClassUID'),
    studyInstanceUID: uid('StudyInstanceUID'),
    seriesInstanceUID: uid('SeriesInstanceUID'),
    rows: geometry.rows,
    columns: geometry.columns,
    pixelSpacing: [geometry.rowSpacingMm, geometry.columnSpacingMm],
    imagePositionPatient: geometry.imagePositionPatient,
    imageOrientationPatient: geometry.imageOrientationPatient,
    ...(Object.fromEntries(known) as Partial<SourceInstance>),
  };
}
