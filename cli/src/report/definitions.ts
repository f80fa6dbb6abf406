import type { ReportContent } from './content.ts';

/** What the words of the report mean; the same as in docs/evaluate.md. */
export const DEFINITIONS: ReportContent['definitions'] = [
  [
    'Scored pixels',
    'Pixels of the brain mask of the weights, and those of the truth outside it, which every method scores 0. The rest of the image counts for nothing.',
  ],
  [
    'Pooled',
    'All scored pixels of all cases as one sample: large lesions weigh more. Never mixed with per-case means.',
  ],
  [
    'Per case',
    'Each case on its own, then mean and median over cases. Intervals: percentile bootstrap over subjects, not pixels, 2000 resamples. Cases of one subject are drawn together.',
  ],
  [
    'AP',
    'Average precision: precision summed over the steps of recall, equal scores as one step. The AP of a random map is the share of pixels that the truth marks.',
  ],
  [
    'AUROC',
    'Probability that a pixel of the truth scores higher than another; equal scores count half. It looks good wherever lesions are small.',
  ],
  [
    'AUPRO ≤ 0.3',
    'Mean share of each true region found, against the false-positive rate, integrated up to a rate of 0.3 and divided by 0.3: small lesions weigh as much as large ones.',
  ],
  [
    'Dice',
    'Twice the pixels common to mask and truth over the sum of their sizes, at the threshold in use. Undefined, and left out of means, for a case without truth.',
  ],
  [
    'Best Dice (oracle)',
    'Dice at the threshold that is best for this truth. Nobody has that threshold before the truth is known: an upper bound, no result.',
  ],
  [
    'Lesion',
    'Connected region of the truth (26 neighbours) of at least 8 voxels. Found: candidate regions cover a tenth of it. False region: a candidate region that touches no truth.',
  ],
  [
    'Healthy FPR',
    'Share of brain pixels in slices without truth that are in a candidate region at the threshold in use. Slices of patients count as healthy where the truth marks nothing; that holds only as far as the truth is complete.',
  ],
  [
    'Calibration check',
    'The same share at the thresholds calibrated for 1, 5 and 10 %, before small regions are dropped.',
  ],
  [
    'Slice score',
    'Mean of the 50 largest values of the anomaly map in the slice. A slice is positive when the truth marks any of its pixels.',
  ],
  [
    'Baseline: intensity',
    'The image itself in units of its brain median, above 1, as if brightness were the anomaly. A method that does not beat it adds nothing on FLAIR.',
  ],
];
