/** Whether the weights know such images. */
export const guard = {
  title: 'Doubts about the series',
  suits: 'The weights know such images',
  objection: 'The weights do not know such images; maps of them would mislead.',
  notKnown: 'The weights do not know such images',
  override: 'Run all the same; exports say so',
  blocked: 'The weights do not know such images: see the doubts below the buttons',
};
