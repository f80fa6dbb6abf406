import { LESION_VOXELS } from './case-method.ts';

/** What the figures mean, written into every summary so that a table never travels without it. */
export const DEFINITIONS: Readonly<Record<string, string>> = {
  scored_pixels:
    'Source pixels inside the brain mask of the model or inside the truth. True pixels outside the brain mask count and score 0.',
  truth: 'Every voxel of the mask above 0.5; all labels together (BraTS: whole tumour).',
  mask: 'Map at or above the threshold, in-plane 8-connected regions below the smallest area dropped. The threshold was set on healthy images, never with the truth of this set.',
  pooled:
    'Over all scored pixels of all cases together; large cases weigh more. ap, auroc and aupro30 are exact: every distinct score is a threshold, ties share one.',
  dice_oracle:
    'The best Dice over all thresholds, chosen with the truth, without the rule for small regions: an upper bound, not a result.',
  aupro30:
    'Mean overlap of the 26-connected true regions against the false-positive rate, area to 0.3 divided by 0.3.',
  cases:
    'One value per subject, the mean of its cases; mean, median, and the 95 % percentile bootstrap interval of the mean over subjects (2000 resamples). Cases without truth have no Dice and no AP and are left out.',
  slices:
    'Slices with brain or truth; positive: any true pixel. Score: mean of the 50 largest values of the map, for the methods on the model grid, for consensus and baselines on the source grid.',
  lesions: `26-connected true regions of at least ${LESION_VOXELS} voxels; found (tp) when the mask covers a tenth of it, else fn. fp: regions of the mask of at least ${LESION_VOXELS} voxels that touch no truth.`,
  healthy_fpr:
    'Share of the brain pixels of slices without truth that lie in the mask. In patients such slices can still be abnormal.',
  calibration:
    'Share of the brain pixels of slices without truth whose map reaches the threshold (no region rule), against the share the threshold was set for; and the share of these slices with any candidate region.',
  'baseline-intensity':
    'FLAIR divided by the median brain intensity of the series, inside the brain mask; -median5: after a median of 5 x 5 pixels.',
  comparisons:
    'Difference per subject, mean with 95 % bootstrap interval over subjects, two-sided Wilcoxon signed-rank test; p_holm corrected for all comparisons listed.',
};
