import { LacunaError } from '../errors.ts';
import { checkRequest } from './check-request.ts';
import { planFrames } from './frame-plan.ts';
import { encodeObject, freshUid } from './object-encoding.ts';
import { segmentationDataset } from './segmentation-dataset.ts';
import type { SegmentationRequest, WrittenSegmentation } from './segmentation-types.ts';

export type * from './segmentation-types.ts';

/**
 * A DICOM Segmentation (Explicit VR Little Endian) of candidate regions: BINARY or, where asked for, a label map.
 *
 * Not to be handed out as it is: `releaseSegmentation` also parses and checks the finished bytes.
 * @throws LacunaError `invalid-argument` | `no-geometry` | `mixed-frame-of-reference`
 */
export function writeSegmentation(request: SegmentationRequest): WrittenSegmentation {
  checkRequest(request.source, request.seriesNumber);
  if (request.segments.length === 0) {
    throw new LacunaError('invalid-argument', 'A segmentation needs at least one segment.');
  }
  const plan = planFrames(request.source, request.segments);
  if (plan.frames.length === 0) {
    return {
      kind: 'empty',
      sentence: 'No candidate region lies above the threshold, so there is nothing to write.',
    };
  }
  const uids = {
    sopInstanceUID: freshUid(request.uid),
    seriesInstanceUID: freshUid(request.uid),
    dimensionOrganizationUID: freshUid(request.uid),
  };
  const bytes = encodeObject(segmentationDataset(request, plan, uids));
  const methods = [...new Set(plan.segments.map(({ method }) => method))].join('-');
  return {
    kind: 'written',
    bytes,
    sopInstanceUID: uids.sopInstanceUID,
    seriesInstanceUID: uids.seriesInstanceUID,
    fileName: `lacuna-${request.encoding === 'labelmap' ? 'labelmap' : 'seg'}-${methods}-${uids.sopInstanceUID.split('.').at(-1)!.slice(-8)}.dcm`,
  };
}
