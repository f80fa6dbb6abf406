/** Export of results as DICOM objects. */
export const exports = {
  title: 'DICOM export',
  heading: 'Export of what is shown',
  kind: 'What to export',
  layer: 'Layer to export',
  'kind-seg': 'Segmentation (SEG)',
  'kind-seg-combined': 'Segmentation, all layers in one',
  'kind-labelmap': 'Label map segmentation',
  'kind-pmap': 'Anomaly map (Parametric Map)',
  'kind-sr': 'Measurements (structured report)',
  'kind-key-images': 'Key images (Secondary Capture)',
  'hint-seg': 'Opens in most viewers.',
  'hint-seg-combined': 'One segment for each layer; segments may overlap.',
  'hint-labelmap':
    'Many receivers reject label maps. Prefer the segmentation unless you know that yours takes them.',
  'hint-pmap': 'Every value of the map, with z-scores where the weights are calibrated.',
  'hint-sr': 'Volume, peak and mean of each candidate region, with a segmentation of the regions.',
  'hint-key-images':
    'The slice of the highest value of each candidate region, outlined. Text and outlines are burned in.',
  download: 'Download',
  store: 'Store',
  storeTitle: 'Send to the server of this study, then read it back and compare',
  cancel: 'Cancel export',
  collecting: 'Reading the layers …',
  writing: 'Writing, and checking against the source …',
  storing: 'Storing {{index}} of {{total}} …',
  saved_one: 'Saved as {{names}}, checked against its source: {{count}} item.',
  saved_other: 'Saved as {{names}}, checked against its source: {{count}} items.',
  stored_one:
    'Stored, read back and found equal: {{count}} item. The series list shows it when the study is opened again.',
  stored_other:
    'Stored, read back and found equal: {{count}} items. The series list shows it when the study is opened again.',
  cancelled: 'The export was cancelled. What a server had taken before stays there.',
  noSeries: 'There is no series to export from.',
  noSource: 'There is no data source.',
  failed: 'The export failed.',
};
