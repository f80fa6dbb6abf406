/** A stored segmentation run again and compared. */
export const reproduction = {
  heading: 'Stored result of Lacuna',
  object: 'Segmentation to run again',
  run: 'Run again and compare',
  hint: 'Runs with the weights, seed, settings and threshold that the object records; the layers stay as they are',
  cancel: 'Cancel',
  reading: 'Reading the stored segmentation …',
  running: 'Running again …',
  identical_one: '{{layer}}: identical, {{count}} voxel in the mask.',
  identical_other: '{{layer}}: identical, {{count}} voxels in the mask.',
  different_one: '{{layer}}: {{count}} voxel of {{of}} differs, slices concerned: {{slices}}.',
  different_other:
    '{{layer}}: {{count}} voxels differ, slices concerned: {{slices}}; the stored mask has {{of}}.',
  failed: 'The stored result could not be repeated.',
};
