/** What computes, and a report for whoever helps. */
export const diagnostics = {
  title: 'Back-end and diagnostics',
  used: 'used',
  trying:
    'The back-ends of this computer are being tried for the first time; the choice counts from the next opening on.',
  copy: 'Copy diagnostics',
  copied: 'Copied. The report names this computer, its browser and the weights, and no patient.',
  notCopied: 'The browser does not allow copying; select the text below.',
  again: 'Measure again',
  measuring: 'Measuring …',
  measured: 'Measured and remembered; it counts from the next time the viewer is opened.',
  failed: 'Nothing could be measured.',
};
