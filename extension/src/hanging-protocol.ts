import { t } from './text/t.ts';
export const HANGING_PROTOCOL_ID = '@lacuna/review';

const IMAGES = {
  weight: 10,
  attribute: 'numImageFrames',
  constraint: { greaterThan: { value: 0 } },
  required: true,
};
const FROM_ADDRESS = { weight: 20, attribute: 'isDisplaySetFromUrl', constraint: { equals: true } };
const MR = { weight: 4, attribute: 'Modality', constraint: { equals: { value: 'MR' } } };
const FLAIR = { weight: 2, attribute: 'SeriesDescription', constraint: { containsI: 'flair' } };

/** OHIF's own synchronizer that carries segmentations into other viewports of the same frame of reference. */
const SEGMENTATIONS_TOGETHER = {
  type: 'hydrateseg',
  id: 'sameFORId',
  source: true,
  target: true,
  options: { matchingRules: ['sameFOR'] },
};

const viewportOptions = {
  viewportType: 'stack',
  toolGroupId: 'default',
  allowUnmatchedView: true,
  initialImageOptions: { preset: 'middle' },
  syncGroups: [SEGMENTATIONS_TOGETHER],
};

/** One viewport, on the series most likely to be runnable, at its middle slice instead of the empty first one. */
const PROTOCOL = {
  id: HANGING_PROTOCOL_ID,
  name: t('panel.title'),
  description: t('panel.protocol'),
  protocolMatchingRules: [],
  toolGroupIds: ['default'],
  numberOfPriorsReferenced: 0,
  displaySetSelectors: { series: { seriesMatchingRules: [IMAGES, FROM_ADDRESS, MR, FLAIR] } },
  defaultViewport: { viewportOptions, displaySets: [{ id: 'series', matchedDisplaySetsIndex: -1 }] },
  stages: [
    {
      name: t('panel.oneSeries'),
      viewportStructure: { layoutType: 'grid', properties: { rows: 1, columns: 1 } },
      viewports: [
        { viewportOptions: { ...viewportOptions, viewportId: 'default' }, displaySets: [{ id: 'series' }] },
      ],
    },
  ],
};

export const getHangingProtocolModule = () => [{ name: HANGING_PROTOCOL_ID, protocol: PROTOCOL }];
