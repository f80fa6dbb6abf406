/** Times masks and list of candidate regions on made-up maps: `node --import tsx scripts/candidate-timing.ts [slices]`. */
import { candidateRegions } from '@lacuna/core/anomaly/candidate-regions.ts';
import { thresholdMask } from '@lacuna/core/anomaly/mask.ts';

const SIZE = 256;
const BLOBS = 300;
const REPEATS = 5;

/** Numbers 0..1 from a linear congruential generator: the same maps in every run. */
function chance(seed: number): () => number {
  let state = seed;
  return () => (state = (Math.imul(state, 1664525) + 1013904223) >>> 0) / 2 ** 32;
}

function blobMaps(slices: number): Float32Array[] {
  const next = chance(1);
  const maps = Array.from({ length: slices }, () => new Float32Array(SIZE * SIZE));
  for (let blob = 0; blob < BLOBS; blob++) {
    const [z0, y0, x0] = [next() * slices, 40 + next() * 176, 40 + next() * 176];
    const [radius, height] = [2 + next() * 8, 0.2 + next() * 0.8];
    const reach = Math.ceil(3 * radius);
    for (let z = Math.max(0, Math.ceil(z0 - reach)); z < Math.min(slices, z0 + reach); z++) {
      for (let y = Math.max(0, Math.ceil(y0 - reach)); y < Math.min(SIZE, y0 + reach); y++) {
        for (let x = Math.max(0, Math.ceil(x0 - reach)); x < Math.min(SIZE, x0 + reach); x++) {
          const distance = (z - z0) ** 2 + (y - y0) ** 2 + (x - x0) ** 2;
          maps[z]![y * SIZE + x]! += height * Math.exp(-distance / (2 * radius ** 2));
        }
      }
    }
  }
  return maps;
}

const median = (values: number[]): number => values.sort((a, b) => a - b)[Math.floor(values.length / 2)]!;

for (const slices of process.argv[2] ? [Number(process.argv[2])] : [60, 155]) {
  const maps = blobMaps(slices);
  const geometry = maps.map((_, z) => ({
    rows: SIZE,
    columns: SIZE,
    rowSpacingMm: 1,
    columnSpacingMm: 1,
    imagePositionPatient: [-128, -128, z] as const,
    imageOrientationPatient: [1, 0, 0, 0, 1, 0] as const,
  }));
  for (const threshold of [0.1, 0.3, 0.5]) {
    const [maskTimes, listTimes] = [[] as number[], [] as number[]];
    let [regions, pixels] = [0, 0];
    for (let repeat = 0; repeat < REPEATS; repeat++) {
      const start = performance.now();
      const masks = maps.map((map, z) => thresholdMask(map, geometry[z]!, threshold, 20));
      const middle = performance.now();
      const found = candidateRegions(geometry, masks, maps, { otherMasks: masks, midlineXMm: 0 });
      maskTimes.push((middle - start) / slices);
      listTimes.push((performance.now() - middle) / slices);
      regions = found.regions.length;
      pixels = found.regions.reduce((sum, { voxels }) => sum + voxels, 0);
    }
    const share = ((100 * pixels) / (slices * SIZE * SIZE)).toFixed(1);
    console.log(
      `${slices} slices, ${share} % marked, ${regions} regions: mask ${median(maskTimes).toFixed(2)} ms, ` +
        `list ${median(listTimes).toFixed(2)} ms a slice`,
    );
  }
}
