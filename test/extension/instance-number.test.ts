/** The instance number in OHIF's corner is that of the image on the screen, whichever way a volume is numbered. */
import { expect, test } from '@jest/globals';
import {
  instanceText,
  withInstanceText,
  type OverlayProps,
} from '../../extension/src/viewports/instance-number.ts';

const instances = [10, 16].map((InstanceNumber) => ({ imageId: `image ${InstanceNumber}`, InstanceNumber }));
const props = (imageId: string | undefined, instanceNumber: number | null): OverlayProps => {
  const viewport = imageId === undefined ? {} : { getCurrentImageId: () => imageId };
  return {
    instanceNumber,
    imageSliceData: { imageIndex: 9, numberOfSlices: 25 },
    instances,
    viewportId: 'default',
    servicesManager: {
      services: { cornerstoneViewportService: { getCornerstoneViewport: () => viewport as never } },
    },
  };
};

test('of the image that is shown, else what OHIF has found, and none in a plane between images', () => {
  expect(instanceText(props('image 10', 16))).toBe('I:10 (10/25)');
  expect(instanceText(props('image of another series', 16))).toBe('I:16 (10/25)');
  expect(instanceText(props(undefined, 16))).toBe('I:16 (10/25)');
  expect(instanceText(props('image 10', null))).toBe('10/25');
});

test('takes the place of OHIF’s own item alone', () => {
  const own = { id: 'site', inheritsFrom: 'ohif.overlayItem', label: 'Site' };
  const theirs = {
    id: 'InstanceNumber',
    inheritsFrom: 'ohif.overlayItem.instanceNumber',
    title: 'Instance Number',
  };
  expect(withInstanceText([own, theirs])).toEqual([
    own,
    { ...theirs, inheritsFrom: 'ohif.overlayItem', contentF: instanceText },
  ]);
});
