import type { NaturalDataset } from 'dcmjs';
import {
  equipment,
  generalSeries,
  lossyCompression,
  objectIdentity,
  patientAndStudy,
  sourceSpace,
} from './derived-object.ts';
import { editItem } from './edit-item.ts';
import type { FramePlan } from './frame-plan.ts';
import { objectReferences } from './references.ts';
import { binaryModules, labelMapModules } from './segmentation-pixels.ts';
import type { SegmentationRequest } from './segmentation-types.ts';
import { LABEL_MAP_SEGMENTATION_STORAGE, SEGMENTATION_STORAGE } from './storage.ts';

/** UIDs that one object gets afresh. */
export interface ObjectUids {
  readonly sopInstanceUID: string;
  readonly seriesInstanceUID: string;
  readonly dimensionOrganizationUID: string;
}

/** The whole data set of a segmentation, by keyword, module after module of PS3.3 A.51 and A.91. */
export function segmentationDataset(
  request: SegmentationRequest,
  plan: FramePlan,
  uids: ObjectUids,
): NaturalDataset {
  const first = request.source[0]!;
  const isLabelMap = request.encoding === 'labelmap';
  const modules = isLabelMap ? labelMapModules : binaryModules;
  return {
    ...patientAndStudy(first),
    ...generalSeries(
      {
        modality: 'SEG',
        seriesInstanceUID: uids.seriesInstanceUID,
        seriesNumber: request.seriesNumber,
        description: request.seriesDescription ?? describe(plan),
      },
      request,
    ),
    ...sourceSpace(first),
    ...equipment(request),
    ...history(request, plan),
    ...objectIdentity(
      isLabelMap ? LABEL_MAP_SEGMENTATION_STORAGE : SEGMENTATION_STORAGE,
      uids.sopInstanceUID,
      request,
    ),
    ContentLabel: 'ANOMALY_REGIONS',
    ContentDescription: 'Anomaly candidate regions; research use only',
    ContentCreatorName: 'Lacuna^Software',
    ContentQualification: 'RESEARCH',
    ImageType: ['DERIVED', 'PRIMARY'],
    ...objectReferences(request.source, request.predecessors),
    ...modules(request.source, plan, uids.dimensionOrganizationUID),
    ...lossyCompression(request.source),
  };
}

/** Who changed what the algorithm made; nothing for untouched masks. */
function history({ softwareVersion }: SegmentationRequest, { segments }: FramePlan): NaturalDataset {
  const items = segments.flatMap(({ label, edit }) => (edit ? [editItem(label, edit, softwareVersion)] : []));
  return items.length === 0 ? {} : { ContributingEquipmentSequence: items };
}

function describe({ segments }: FramePlan): string {
  const names = [...new Set(segments.map(({ algorithm }) => algorithm.name))];
  return `Anomaly candidates, ${names.length === 1 ? names[0] : `${names.length} methods`}`;
}
