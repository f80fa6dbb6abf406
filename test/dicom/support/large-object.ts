/**
 * Writes and verifies one object of 512 frames of 512 x 512 in a process of its own, so that its memory is its own.
 * `node --import tsx test/dicom/support/large-object.ts parametric-map|segmentation` prints seconds of one core and peak bytes.
 */
import { releaseParametricMap } from '@lacuna/core/dicom/release-parametric-map.ts';
import { releaseSegmentation } from '@lacuna/core/dicom/release.ts';
import { mapRequest } from './map-request.ts';

const SIDE = 512;
const FRAMES = 512;

const sourceOf = (slices: number) =>
  Array.from({ length: slices }, (_, z) => ({
    sopInstanceUID: `2.25.${1000 + z}`,
    sopClassUID: '1.2.840.10008.5.1.4.1.1.4',
    studyInstanceUID: '2.25.1',
    seriesInstanceUID: '2.25.2',
    frameOfReferenceUID: '2.25.9',
    rows: SIDE,
    columns: SIDE,
    pixelSpacing: [0.5, 0.5] as const,
    imagePositionPatient: [-128, -128, z * 0.5] as const,
    imageOrientationPatient: [1, 0, 0, 0, 1, 0] as const,
  }));

function parametricMap() {
  const source = sourceOf(FRAMES);
  const maps = source.map((_, z) => {
    const map = new Float32Array(SIDE * SIDE);
    for (let i = 0; i < map.length; i++) map[i] = ((i * 31 + z * 17) % 1009) / 1009;
    return map;
  });
  const request = mapRequest(source, maps);
  return () => releaseParametricMap(request);
}

/** Two segments on 256 slices, every pixel decided by a formula of its place. */
function segmentation() {
  const source = sourceOf(FRAMES / 2);
  const masks = (seed: number) =>
    source.map((_, z) =>
      Uint8Array.from({ length: SIDE * SIDE }, (_, i) => ((i * 31 + z * 17 + seed) % 7 === 0 ? 1 : 0)),
    );
  const algorithm = { name: 'DiffusionAD', version: '0.1.0', parameters: { seed: 1 } };
  let n = 0;
  const request = {
    source,
    segments: [
      { method: 'latent-bernoulli' as const, label: 'a', masks: masks(0), algorithm },
      { method: 'diffusion-ad' as const, label: 'b', masks: masks(3), algorithm },
    ],
    seriesNumber: 900,
    contentDate: new Date(2026, 0, 2),
    uid: () => `2.25.${9000 + n++}`,
    softwareVersion: '0.1.0',
  };
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
