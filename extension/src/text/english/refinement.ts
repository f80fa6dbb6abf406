/** Denoiser calls of latent Bernoulli, and maps while they are refined. */
export const refinement = {
  label: 'Steps',
  ofLatentBernoulli: 'Steps of Latent Bernoulli',
  usual: '{{count}} (default)',
  published: '{{count}} (published)',
  why: 'Denoiser calls of Latent Bernoulli a slice. With more than one the map is refined before your eyes; on the data these weights were developed with it was no better for it.',
  cost: '{{count}} denoiser calls of Latent Bernoulli a slice instead of {{usual}}: up to {{times}} times as long; a slice ends earlier once no bit flips any more.',
  calibration:
    'Thresholds and healthy percentiles were measured with {{usual}}: read them with care. A run takes the place of results with another number.',
  shown_one: 'The results shown were made with {{count}} step.',
  shown_other: 'The results shown were made with {{count}} steps.',
  coarse: 'Coarse: step {{step}} of {{steps}}, no result yet',
  steps: '{{count}} steps (calibrated: {{usual}})',
  settled: 'Ended after {{made}} of {{steps}} steps: no bit flips any more',
  progress: 'step {{step}} of {{steps}}',
  calibratedSteps: 'Calibrated with steps',
  settledSlices: 'Slices that ended early',
  calibrationOnly:
    'A calibration is made from maps with the default number of steps: choose it under Advanced, and run the series again.',
};
