import { auroc, averagePrecision } from '@lacuna/core/metrics/index.ts';
import { CompensatedSum } from '@lacuna/core/metrics/compensated-sum.ts';
import { meanOf } from '@lacuna/core/metrics/protocols/protocol.ts';
import type { ScoredId } from './case-types.ts';
import type { ProtocolId } from './protocol-id.ts';
import { scoreTotals, walkScores } from './pooled-metrics.ts';
import type { CaseOverview, ProtocolSummary } from './summary-types.ts';

/** Thresholds that MedIAnomaly tries for its best Dice. */
const MEDIANOMALY_STEPS = 200;

const REMARKS: Readonly<Record<Exclude<ProtocolId, 'native'>, string>> = {
  berdiff:
    'Means over the slices with truth, whole image; precision and sensitivity by their usual definitions, as_named_there what the project computes under these names.',
  pddpm:
    'Means over volumes with truth, whole volume. dice, sensitivity and precision are at the threshold of this run (healthy images); the project searches its own on a validation set. dice_best is chosen with the truth of each volume.',
  medianomaly:
    'Pooled over all pixels of all slices, background included; dice_best over 200 thresholds, chosen with the truth. Slices by the mean of their map.',
};

/** The figures of another project's protocol over the set; undefined for our own. */
export function protocolSummary(
  protocol: ProtocolId,
  ids: readonly ScoredId[],
  cases: readonly CaseOverview[],
  filesOf: (id: ScoredId) => readonly string[],
): ProtocolSummary | undefined {
  if (protocol === 'native') return undefined;
  const pixels = cases.reduce((sum, { image }) => sum + image.slices * image.rows * image.columns, 0);
  const figures = (id: ScoredId): Record<string, number | null> => {
    const own = cases.flatMap(({ protocol: record }) => record?.[id] ?? []);
    if (protocol === 'medianomaly') {
      const of = (pick: 'sliceScores' | 'sliceTruth') =>
        own.flatMap((one) => (one.kind === 'medianomaly' ? one[pick] : []));
      const [scores, truth] = [of('sliceScores'), of('sliceTruth')];
      return {
        ...medianomalyPooled(filesOf(id), pixels),
        slice_auroc: auroc(scores, truth),
        slice_ap: averagePrecision(scores, truth),
      };
    }
    if (protocol === 'pddpm') {
      const volumes = own.flatMap((one) =>
        one.kind === 'pddpm' && one.volume.ap !== null ? one.volume : [],
      );
      const mean = (pick: (volume: (typeof volumes)[number]) => number | null) => meanOf(volumes.map(pick));
      return {
        volumes: volumes.length,
        dice: mean(({ dice }) => dice),
        dice_best: mean(({ bestDice }) => bestDice),
        ap: mean(({ ap }) => ap),
        auroc: mean((volume) => volume.auroc),
        sensitivity: mean(({ sensitivity }) => sensitivity),
        precision: mean(({ precision }) => precision),
        false_discovery_rate: mean(({ falseDiscoveryRate }) => falseDiscoveryRate),
      };
    }
    const slices = own.flatMap((one) => (one.kind === 'berdiff' ? one.slices : []));
    const mean = (pick: (slice: (typeof slices)[number]) => number | null) => meanOf(slices.map(pick));
    return {
      slices: slices.length,
      dice: mean(({ dice }) => dice),
      auroc: mean((slice) => slice.auroc),
      ap: mean(({ ap }) => ap),
      precision: mean(({ precision }) => precision),
      sensitivity: mean(({ sensitivity }) => sensitivity),
      as_named_there_precision: mean(({ asNamedThere }) => asNamedThere.precision),
      as_named_there_recall: mean(({ asNamedThere }) => asNamedThere.recall),
      as_named_there_fpr: mean(({ asNamedThere }) => asNamedThere.fpr),
    };
  };
  return {
    name: protocol,
    remark: REMARKS[protocol],
    methods: Object.fromEntries(ids.map((id) => [id, figures(id)])),
  };
}

/** `medianomalyPixels` of src/metrics over score files: pixels that are not in them are background of score 0. */
export function medianomalyPooled(
  files: readonly string[],
  pixels: number,
): { ap: number | null; auroc: number | null; dice_best: number | null; threshold_best: number | null } {
  const { positives: p, negatives: scored } = scoreTotals(files);
  const n = pixels - p;
  const stride = Math.max(1, Math.floor(pixels / MEDIANOMALY_STEPS));
  const [ap, area] = [new CompensatedSum(), new CompensatedSum()];
  const best = { dice: -1, threshold: 0 };
  let [below, negativesBelow] = [0, 0];
  const visit = (value: number, positives: number, negatives: number) => {
    if (p > 0) ap.add((positives * (p - below)) / (p - below + n - negativesBelow));
    area.add(positives * (2 * negativesBelow + negatives));
    const rank = below + negativesBelow;
    below += positives;
    negativesBelow += negatives;
    // the rule there is `>`, and only every stride-th of the sorted scores is tried
    if (Math.ceil(rank / stride) * stride >= below + negativesBelow || p === 0) return;
    const dice = (2 * (p - below)) / (p - below + n - negativesBelow + p);
    if (dice > best.dice) [best.dice, best.threshold] = [dice, value];
  };
  let background = n - scored;
  walkScores(files, (value, positives, negatives) => {
    if (background > 0 && value > 0) visit(0, 0, background);
    visit(value, positives, value === 0 ? negatives + background : negatives);
    background = 0;
  });
  if (background > 0) visit(0, 0, background);
  return {
    ap: p > 0 ? ap.value / p : null,
    auroc: p > 0 && n > 0 ? area.value / 2 / (p * n) : null,
    dice_best: p > 0 ? best.dice : null,
    threshold_best: p > 0 ? best.threshold : null,
  };
}
