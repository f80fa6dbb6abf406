import fs from 'node:fs';
import type { ScoredId } from '../evaluate/case-types.ts';
import { type CasePreview, decodePreview } from '../evaluate/preview-file.ts';
import { previewFile } from '../evaluate/result-files.ts';
import type { CaseOverview, MethodSummary, RunReport } from '../evaluate/summary-types.ts';
import { casePicture, rankedCases } from './case-pictures.ts';
import type { CaseFigures, MethodContent, ReportContent } from './content.ts';
import { reportPage } from './page.ts';
import { provenanceOf } from './provenance.ts';

const ORDER: readonly ScoredId[] = [
  'latent-bernoulli',
  'diffusion-ad',
  'consensus',
  'baseline-intensity',
  'baseline-intensity-median5',
];
/** The first of these that was run decides which cases are worst and best. */
const RANK_BY: readonly ScoredId[] = ['consensus', 'diffusion-ad', 'latent-bernoulli'];
const METRICS = { dice: 'Dice', ap: 'AP' } as const;
const EXACT =
  'The points lie on exact curves, every distinct score a threshold; they are thinned to what a picture can show. The figures in the tables are not.';

/** `report.html` of a finished run. */
export const runReportPage = (run: RunReport): string => reportPage(reportContent(run));

/** A finished run as the report shows it; pictures come from its folder. */
export function reportContent(run: RunReport): ReportContent {
  const { summary, cases } = run;
  const ids = ORDER.filter((id) => summary.methods[id]);
  const outputs = ids.map((id) => ({ id, name: summary.methods[id]!.name }));
  const by = RANK_BY.find((id) => ids.includes(id));
  const { dataset } = summary;
  return {
    title: 'Evaluation of brain MRI anomaly maps',
    createdAt: summary.createdAt,
    notice: summary.notice,
    dataset: {
      name: dataset.name,
      layout: dataset.layout,
      casesWithTruth: dataset.cases_with_truth,
      healthyCases: dataset.healthy_cases,
      subjects: dataset.subjects,
      slices: dataset.slices,
      prevalence: dataset.prevalence,
      truthOutsideBrain: dataset.truth_outside_brain,
      warnings: summary.warnings,
      leftOut: summary.skipped.map(({ case: id, reason }) => ({ id, reason })),
    },
    methods: ids.map((id) => methodContent(run, id, summary.methods[id]!)),
    cases: cases.map((one) => ({
      id: one.id,
      healthy: one.truth.pixels === 0,
      slices: one.image.slices,
      truthMl: one.truth.pixels === 0 ? null : one.truth.ml,
      methods: Object.fromEntries(ids.flatMap((id) => (one.methods[id] ? [[id, caseFigures(one, id)]] : []))),
    })),
    strata: summary.strata.map(({ label, lesions, cases: count, methods }) => ({
      label,
      lesions,
      cases: count,
      methods: Object.fromEntries(ids.flatMap((id) => (methods[id] ? [[id, methods[id]]] : []))),
    })),
    comparisons: summary.comparisons
      .filter(({ n }) => n > 0)
      .map(({ a, b, metric, n, mean_difference, ci95, p, p_holm }) => ({
        a, b, metric: METRICS[metric], n, meanDifference: mean_difference, ci95, p, pHolm: p_holm,
      })), // prettier-ignore
    seeds: seedRows(run, ids),
    pictures: by
      ? rankedCases(cases, by).flatMap((ranked) => {
          const preview = storedPreview(run.folder, ranked.record.id);
          return preview ? [casePicture(ranked, preview, by, outputs)] : [];
        })
      : [],
    provenance: provenanceOf(run),
    definitions: Object.entries(summary.definitions).map(([term, meaning]) => [
      term.replaceAll('_', ' '),
      meaning,
    ]),
  };
}

function methodContent({ curves }: RunReport, id: ScoredId, summary: MethodSummary): MethodContent {
  const { pooled, calibration } = summary;
  const own = curves[id];
  return {
    id,
    name: summary.name,
    threshold: { value: summary.threshold, source: summary.threshold_source },
    pooled: {
      ap: pooled.ap,
      auroc: pooled.auroc,
      aupro30: pooled.aupro30,
      diceOracle: pooled.dice_oracle,
      dice: pooled.dice,
      sensitivity: pooled.sensitivity,
      fpr: pooled.fpr,
    },
    cases: { dice: summary.cases.dice, ap: summary.cases.ap },
    slices: { auroc: summary.slices.auroc, ap: summary.slices.ap },
    lesions: summary.lesions,
    healthyFpr: summary.healthy_fpr,
    calibration: calibration.map(({ slices_with_candidate, ...point }) => ({
      ...point,
      slicesWithCandidate: slices_with_candidate,
    })),
    msPerSlice: summary.ms_per_slice,
    curves: {
      precisionRecall: own?.precisionRecall ?? [],
      roc: own?.roc ?? [],
      diceByThreshold: own?.diceByThreshold ?? [],
      oracle:
        pooled.dice_oracle === null || pooled.oracle_threshold === null
          ? null
          : { threshold: pooled.oracle_threshold, dice: pooled.dice_oracle },
      exactness: EXACT,
    },
  };
}

function caseFigures({ methods, timing }: CaseOverview, id: ScoredId): CaseFigures {
  const { dice, diceOracle, ap, auroc, sensitivity, fpr, lesions, predictedMl } = methods[id]!;
  const msPerSlice = timing.msPerSlice[id] ?? null;
  return { dice, diceOracle, ap, auroc, sensitivity, fpr, lesions, predictedMl, msPerSlice };
}

function seedRows({ summary: { seeds } }: RunReport, ids: readonly ScoredId[]): ReportContent['seeds'] {
  if (!seeds) return [];
  return ids.flatMap((id) =>
    (['ap', 'dice'] as const).flatMap((metric) => {
      const spread = seeds.methods[id]?.[metric];
      if (!spread) return [];
      const { mean, sd } = spread;
      const values = spread.values.map((value, i) => [seeds.values[i]!, value] as const);
      return [{ method: id, metric: METRICS[metric], values, mean, sd }];
    }),
  );
}

/** Undefined when the run has none, or a damaged one: a report without a picture is better than none. */
function storedPreview(folder: string, caseId: string): CasePreview | undefined {
  try {
    return decodePreview(new Uint8Array(fs.readFileSync(previewFile(folder, caseId))));
  } catch {
    return undefined;
  }
}
