import { manifestWithSteps } from '@lacuna/core/inference/manifest-with-steps.ts';
import { mapCalibration } from '@lacuna/core/inference/map-calibration.ts';
import { percentileOfThreshold } from '../candidates/healthy-scale.ts';
import { formatScore } from '../layers/threshold-scale.ts';
import { LAYER_NAMES, METHOD_IDS, type LayerId } from '../methods.ts';
import { describeBackend } from '../panel/footer.tsx';
import { SOFTWARE_VERSION } from '../id.ts';
import { stepRows } from '../refinement/step-rows.ts';
import type { ReviewState, WeightsInfo } from '../state/review-state.ts';
import { grouped, significant } from '../text/numbers.ts';
import { t } from '../text/t.ts';
import { figureRows, type Row } from './figures.ts';

export interface AboutSection {
  readonly title: string;
  readonly rows: readonly Row[];
  /** Below the rows. */
  readonly note?: string;
}

/** Everything that stands behind the map of a layer, as it is on the screen now. */
export function aboutSections(state: ReviewState, layer: LayerId): AboutSection[] {
  const { weights } = state;
  const ready = weights.kind === 'ready' ? weights.info : undefined;
  return [
    {
      title: t('about.map'),
      rows: [
        [t('about.layer'), LAYER_NAMES[layer]],
        [t('about.how'), t(`about.how-${layer}`)],
        [t('about.use'), t('panel.researchUse')],
      ],
    },
    ...(ready ? ofWeights(state, layer, ready) : []),
    { title: t('about.computed'), rows: computed(state) },
  ];
}

function ofWeights(state: ReviewState, layer: LayerId, { manifest, sha256 }: WeightsInfo): AboutSection[] {
  const { training } = manifest;
  return [
    {
      title: t('about.threshold'),
      rows: thresholdRows(state, layer, manifest),
      note: t('about.thresholdMeaning'),
    },
    {
      title: t('about.settings'),
      rows: settingRows(state, layer, manifestWithSteps(manifest, state.refinement.resultsSteps)),
    },
    {
      title: t('about.weights'),
      rows: written([
        [t('about.name'), `${manifest.id} ${manifest.version}`],
        [t('source.sequence'), manifest.sequence],
        [t('source.trainedOn'), training['data']],
        [t('source.notes'), training['notes']],
        [t('about.licence'), training['licence']],
        [t('about.hash'), sha256],
        ...Object.values(manifest.models).map((model) => [model.file, model.sha256] as const),
      ]),
    },
    ...figureRows(manifest.metrics, layer).map(({ name, remark, rows }) => ({
      title: t('about.figures', { name }),
      rows,
      note: remark,
    })),
  ];
}

function thresholdRows({ methods }: ReviewState, layer: LayerId, manifest: WeightsInfo['manifest']): Row[] {
  const { threshold } = methods[layer];
  const percentile = threshold === null ? undefined : percentileOfThreshold(manifest, layer, threshold);
  const { calibration, calibrationFile } = manifest;
  const points = mapCalibration(manifest, layer)?.thresholds;
  return written([
    [t('about.value'), threshold === null ? undefined : `≥ ${formatScore(threshold)}`],
    [t('about.percentile'), percentile],
    [
      t('about.points'),
      points && [points.fpr1, points.fpr5, points.fpr10].map((value) => formatScore(value)).join(' / '),
    ],
    [t('source.thresholdsFrom'), calibration['cohort']],
    [t('about.pixels'), numberOf(calibration['pixels'])],
    [t('about.calibrationFile'), calibrationFile],
  ]);
}

function settingRows(state: ReviewState, layer: LayerId, manifest: WeightsInfo['manifest']): Row[] {
  const seed: Row = [t('source.seed'), String(state.resultsSeed ?? state.seed)];
  const ofSteps = stepRows(state, layer, manifest);
  const smallest: Row = [t('about.smallest'), `${significant(manifest.minimumRegionAreaMm2, 3)} mm²`];
  if (layer === 'consensus') {
    const shares = METHOD_IDS.map((id): readonly [string, unknown] => [
      LAYER_NAMES[id],
      manifest.consensus?.weights[id],
    ]);
    return [seed, ...written(shares), ...ofSteps, smallest];
  }
  return [
    seed,
    ...written(Object.entries(manifest.methods[layer]).filter(([, value]) => isPlain(value))),
    ...ofSteps,
    smallest,
  ];
}

function computed({ backend }: ReviewState): Row[] {
  return [
    [t('about.backend'), backend ? describeBackend(backend) : t('panel.backendIdle')],
    [t('about.software'), `Lacuna ${SOFTWARE_VERSION}`],
    [t('about.browser'), navigator.userAgent],
  ];
}

const isPlain = (value: unknown) => ['number', 'string', 'boolean'].includes(typeof value);
const numberOf = (value: unknown) => (typeof value === 'number' ? grouped(value) : undefined);

/** Rows that have a value; numbers as the language writes them. */
function written(rows: readonly (readonly [string, unknown])[]): Row[] {
  return rows.flatMap(([name, value]): Row[] => {
    if (!isPlain(value) || value === '') return [];
    return [[name, typeof value === 'number' ? significant(value, 4) : String(value)]];
  });
}
