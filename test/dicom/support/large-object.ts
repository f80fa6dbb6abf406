/**
 * Writes and verifies one object of 512 frames of 512 x 512 in a process of its own, so that its memory is its own.
 * `node --import tsx test/dicom/support/large-object.ts parametric-map|segmentation` prints seconds of one core and peak bytes.
 */
import { releaseParametricMap } from '@lacuna/core/dicom/release-parametric-map.ts';
import { releaseSegmentation } from '@lacuna/core/dicom/release.ts';
import { largeSegmentation, largeStack, SIDE } from './large-segmentation.ts';
import { mapRequest } from './map-request.ts';

const FRAMES = 512;

function parametricMap() {
  const source = largeStack(FRAMES);
  const maps = source.map((_, z) => {
    const map = new Float32Array(SIDE * SIDE);
    for (let i = 0; i < map.length; i++) map[i] = ((i * 31 + z * 17) % 1009) / 1009;
    return map;
  });
  const request = mapRequest(source, maps);
  return () => releaseParametricMap(request);
}

/** Two segments on 256 slices. */
function segmentation() {
  const request = largeSegmentation(FRAMES / 2);
  return () => releaseSegmentation(request);
}

const release = process.argv[2] === 'segmentation' ? segmentation() : parametricMap();
const start = process.cpuUsage(); // seconds of one core: the clock would count what else the machine does
const released = release();
const { user, system } = process.cpuUsage(start);
process.stdout.write(
  JSON.stringify({
    kind: released.kind,
    frames: released.kind === 'written' ? released.frames : 0,
    seconds: (user + system) / 1e6,
    peakBytes: process.resourceUsage().maxRSS * 1024,
  }),
);
