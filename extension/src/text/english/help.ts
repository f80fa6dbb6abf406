/** First-use hints and "How to read this". */
export const help = {
  title: 'How to read this',
  hint: 'Hint',
  gotIt: 'Got it',
  'hint-start':
    'Run slice takes the slice in view, Run series all of them. The images stay on this computer.',
  'hint-map':
    'The outlines mark what is unlike the healthy anatomy that the models know: candidates, not findings. Drag the threshold to see more or less.',
  'hint-regions':
    'Go through the candidate regions with {{next}} and {{previous}}; accept with {{accept}}, reject with {{reject}}. Rejected ones leave the export.',
  what: 'An anomaly map says how much each pixel differs from what a model trained on healthy anatomy expects there. It does not say what it is.',
  threshold:
    'The threshold is a share of healthy brain pixels: at 1 %, one in a hundred pixels of a healthy brain would be marked, too. It holds for the scanners of the calibration; your own can be calibrated.',
  regions:
    'Candidate regions are connected marks over the slices. False alarms are usual near the skull base and the vertex, at the choroid plexus and with motion; small, dark or cortical abnormalities are missed more often.',
  empty: 'A map without regions does not mean a healthy brain, and a slice that was not run says so.',
  compare:
    'Compare shows source, both methods and their consensus side by side. Where both agree, chance is a less likely reason; both may still be wrong together.',
  own: 'Look at the images first. The small i beside each layer tells what its map was made with.',
  keys: 'Keys',
  keysElsewhere: 'They can be changed in the preferences of the viewer.',
  again: 'Show the hints again',
};
