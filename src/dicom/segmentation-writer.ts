import dcmjs from 'dcmjs';
import { LacunaError } from '../errors.ts';
import { checkRequest } from './check-request.ts';
import { planFrames } from './frame-plan.ts';
import { isUid } from './safe-text.ts';
import { segmentationDataset } from './segmentation-dataset.ts';
import type { SegmentationRequest, WrittenSegmentation } from './segmentation-types.ts';
import { EXPLICIT_VR_LITTLE_ENDIAN, IMPLEMENTATION_CLASS_UID, SEGMENTATION_STORAGE } from './storage.ts';

export type * from './segmentation-types.ts';

/**
 * A DICOM Segmentation (BINARY, Explicit VR Little Endian) of candidate regions.
 *
 * Not to be handed out as it is: `releaseSegmentation` also parses and checks the finished bytes.
 * @throws LacunaError `invalid-argument` | `no-geometry` | `mixed-frame-of-reference`
 */
export function writeSegmentation(request: SegmentationRequest): WrittenSegmentation {
  checkRequest(request);
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
  const bytes = encode(segmentationDataset(request, plan, uids), uids.sopInstanceUID);
  const methods = [...new Set(plan.segments.map(({ method }) => method))].join('-');
  return {
    kind: 'written',
    bytes,
    sopInstanceUID: uids.sopInstanceUID,
    seriesInstanceUID: uids.seriesInstanceUID,
    fileName: `lacuna-seg-${methods}-${uids.sopInstanceUID.split('.').at(-1)!.slice(-8)}.dcm`,
  };
}

function freshUid(uid: () => string): string {
  const fresh = uid();
  if (isUid(fresh)) return fresh;
  throw new LacunaError('invalid-argument', 'The UID generator gave something that is not a DICOM UID.');
}

function encode(dataset: ReturnType<typeof segmentationDataset>, sopInstanceUID: string): Uint8Array {
  const { DicomDict, DicomMetaDictionary } = dcmjs.data;
  const file = new DicomDict({
    '00020001': { vr: 'OB', Value: [new Uint8Array([0, 1]).buffer] },
    '00020002': { vr: 'UI', Value: [SEGMENTATION_STORAGE] },
    '00020003': { vr: 'UI', Value: [sopInstanceUID] },
    '00020010': { vr: 'UI', Value: [EXPLICIT_VR_LITTLE_ENDIAN] },
    '00020012': { vr: 'UI', Value: [IMPLEMENTATION_CLASS_UID] },
    '00020013': { vr: 'SH', Value: ['LACUNA'] },
  });
  file.dict = DicomMetaDictionary.denaturalizeDataset(dataset);
  // dcmjs counts UTF-16 units where DICOM counts characters; lengths are kept by safe-text.ts
  return new Uint8Array(file.write({ allowInvalidVRLength: true }));
}
