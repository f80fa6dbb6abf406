import type { CaseRecord, ScoredId } from './case-types.ts';
import type { CaseOverview } from './summary-types.ts';

type Cell = string | number | boolean | null;

/** One line of a comma-separated file; an undefined figure is an empty cell. */
export const csvLine = (cells: readonly Cell[]): string =>
  `${cells.map((cell) => (cell === null ? '' : /[",\n\r]/.test(String(cell)) ? `"${String(cell).replaceAll('"', '""')}"` : String(cell))).join(',')}\n`;

export const CASE_COLUMNS = [
  'case', 'subject', 'method', 'seed', 'weights_sha256', 'backend', 'slices', 'voxel_ml', 'truth_ml', 'truth_outside_brain',
  'threshold', 'threshold_source', 'dice', 'dice_oracle', 'oracle_threshold', 'ap', 'auroc', 'aupro30', 'sensitivity',
  'precision', 'fpr', 'tp', 'fp', 'fn', 'tn', 'predicted_ml', 'lesion_tp', 'lesion_fp', 'lesion_fn', 'healthy_pixels',
  'healthy_pixels_in_mask', 'ms_per_slice',
] as const; // prettier-ignore

/** One line per output of a case. `ms_per_slice`, a time, stands last. */
export function caseLines(
  { id, subject, backend, image, truth, methods, timing }: CaseOverview,
  run: { seed: number; weightsSha256: string },
): string {
  return Object.entries(methods)
    .map(
      ([method, m]) =>
      csvLine([
        id, subject, method, run.seed, run.weightsSha256, backend, image.slices, image.voxelMl, truth.ml, truth.outsideBrain,
        m.threshold, m.thresholdSource, m.dice, m.diceOracle, m.oracleThreshold, m.ap, m.auroc, m.aupro30, m.sensitivity,
        m.precision, m.fpr, m.confusion.tp, m.confusion.fp, m.confusion.fn, m.confusion.tn, m.predictedMl, m.lesions.tp,
        m.lesions.fp, m.lesions.fn, m.healthy.pixels, m.healthy.inMask,
        timing.msPerSlice[method as ScoredId]?.toFixed(3) ?? null,
      ]), // prettier-ignore
    )
    .join('');
}

export const SLICE_COLUMNS = [
  'case', 'slice', 'key', 'method', 'brain_pixels', 'truth_pixels', 'score', 'candidate_pixels', 'true_positive_pixels', 'dice', 'ap',
] as const; // prettier-ignore

/** One line per slice and output of a case. */
export function sliceLines({ id, slices }: CaseRecord): string {
  return slices
    .flatMap(({ slice, key, brainPixels, truthPixels, methods }) =>
      Object.entries(methods).map(
        ([method, f]) =>
        csvLine([
          id, slice, key, method, brainPixels, truthPixels, f.score, f.candidatePixels, f.truePositivePixels, f.dice, f.ap,
        ]), // prettier-ignore
      ),
    )
    .join('');
}
