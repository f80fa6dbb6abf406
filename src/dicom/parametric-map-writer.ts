import { LacunaError } from '../errors.ts';
import { checkRequest } from './check-request.ts';
import { mapFrames, valueRange } from './map-frames.ts';
import { encodeFloatObject, freshUid } from './object-encoding.ts';
import { parametricMapDataset } from './parametric-map-dataset.ts';
import type { ParametricMapRequest, WrittenParametricMap } from './parametric-map-types.ts';

export type * from './parametric-map-types.ts';

/**
 * A DICOM Parametric Map (32-bit floats, Explicit VR Little Endian) of the anomaly map of one method, value for value.
 *
 * Not to be handed out as it is: `releaseParametricMap` also parses and checks the finished bytes.
 * @throws LacunaError `invalid-argument` | `no-geometry` | `mixed-frame-of-reference` | `bad-output`
 */
export function writeParametricMap(request: ParametricMapRequest): WrittenParametricMap {
  checkRequest(request.source, request.seriesNumber);
  const { healthy } = request;
  if (healthy && !(healthy.sd > 0 && Number.isFinite(healthy.sd) && Number.isFinite(healthy.mean))) {
    throw new LacunaError(
      'invalid-argument',
      'A calibration needs a mean and a standard deviation above 0.',
      { ...healthy },
    );
  }
  const frames = mapFrames(request.source, request.maps);
  if (frames.length === 0) {
    return { kind: 'empty', sentence: 'No slice was analysed, so there is no anomaly map to write.' };
  }
  const uids = {
    sopInstanceUID: freshUid(request.uid),
    seriesInstanceUID: freshUid(request.uid),
    dimensionOrganizationUID: freshUid(request.uid),
  };
  const range = valueRange(frames, request.mapRange);
  const bytes = encodeFloatObject(
    parametricMapDataset(request, frames, range, uids),
    frames.map(({ map }) => map),
  );
  return {
    kind: 'written',
    bytes,
    sopInstanceUID: uids.sopInstanceUID,
    seriesInstanceUID: uids.seriesInstanceUID,
    fileName: `lacuna-map-${request.method}-${uids.sopInstanceUID.split('.').at(-1)!.slice(-8)}.dcm`,
  };
}
