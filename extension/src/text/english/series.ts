/** How the images of a series are read. */
export const series = {
  stacks: 'The series holds {{count}} stacks; this is the one with {{label}}. Not run: {{others}}.',
  sagittal:
    'The images are sagittal; the detectors read them as {{count}} axial slices, and the results lie on the sagittal images once all slices are run. Healthy counterparts, flips and variation over seeds are shown of axial series only.',
  coronal:
    'The images are coronal; the detectors read them as {{count}} axial slices, and the results lie on the coronal images once all slices are run. Healthy counterparts, flips and variation over seeds are shown of axial series only.',
  noImages: 'This series has no images that can be read: open a series of MR images.',
  noPixels: 'The pixels of a slice could not be read: reload the study and try again.',
  noSlope:
    'A slice states a rescale slope of 0, which makes every pixel the same: the file has to be repaired first.',
  unreadable: 'The series cannot be read.',
};
