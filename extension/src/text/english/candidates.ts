/** Candidate regions: the list and its keys. */
export const candidates = {
  title: 'Candidate regions',
  none: 'No candidate region at this threshold.',
};
