/** The chart of the slice scores. */
export const score = {
  title: 'Slice scores',
  chart: 'Slice scores; arrow keys change the slice',
  slice: 'Slice {{number}} of {{total}}',
  notRun: 'not run',
  noBrain: 'no brain in this slice',
  candidate: '{{score}}, candidate',
};
