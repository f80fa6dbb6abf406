import { standardNormals } from '@lacuna/core/random-normal.ts';
import { uniforms } from '@lacuna/core/random.ts';
import { drawn } from './scores.ts';

export interface PixelCase {
  name: string;
  scores: Float32Array | Float64Array;
  truth: Uint8Array;
  threshold: number;
}

const pixels = (
  name: string,
  scores: readonly number[],
  truth: readonly number[],
  threshold = 0.5,
): PixelCase => ({
  name,
  scores: Float32Array.from(scores),
  truth: Uint8Array.from(truth),
  threshold,
});

function random(name: string, seed: number, n: number, prevalence: number, levels: number): PixelCase {
  return { name, ...drawn(seed, n, prevalence, levels), threshold: 0.6 };
}

const normals = standardNormals([5, 5], 0, 3000);
const float64 = uniforms([6, 6], 0, 3000);
const rare = Uint8Array.from(uniforms([6, 6], 1, 3000), (u) => (u < 0.01 ? 1 : 0));

export const PIXEL_CASES: readonly PixelCase[] = [
  random('no ties', 1, 5000, 0.05, 0),
  random('ties', 2, 5000, 0.05, 20),
  random('heavy ties', 3, 2000, 0.5, 3),
  random('few pixels', 4, 7, 0.4, 4),
  { name: 'negative and positive scores', scores: normals, truth: rare, threshold: 0 },
  { name: 'float64', scores: float64, truth: rare, threshold: 0.5 },
  pixels('empty truth', [0.1, 0.6, 0.8], [0, 0, 0]),
  pixels('empty truth and mask', [0.1, 0.2, 0.3], [0, 0, 0]),
  pixels('all positive', [0.1, 0.6, 0.8], [1, 1, 1]),
  pixels('constant scores', [0.5, 0.5, 0.5, 0.5], [1, 0, 1, 0]),
  pixels('constant below the threshold', [0.2, 0.2, 0.2], [1, 0, 0]),
  pixels('one negative pixel', [0.7], [0]),
  pixels('one positive pixel', [0.7], [1]),
  pixels('perfect', [0.9, 0.8, 0.2, 0.1], [1, 1, 0, 0]),
  pixels('reversed', [0.9, 0.8, 0.2, 0.1], [0, 0, 1, 1]),
  pixels('both zeros are one score', [-0, 0, 0, -0], [1, 0, 1, 0], 0),
  pixels('denormal steps', [1e-45, 2e-45, 3e-45, 0], [0, 1, 1, 0], Math.fround(2e-45)),
  pixels('no pixel', [], []),
];

/** Blobs: smooth noise over a threshold, so that regions of many sizes, holes and diagonal contacts occur. */
export function blobs(seed: number, shape: readonly [number, number, number], share: number): Uint8Array {
  const [n, h, w] = shape;
  const noise = uniforms([seed, 9], 0, n * h * w);
  const at = (z: number, y: number, x: number) =>
    noise[(((z + n) % n) * h + ((y + h) % h)) * w + ((x + w) % w)]!;
  const smooth = Float64Array.from(noise, (_, i) => {
    const [x, y, z] = [i % w, Math.floor(i / w) % h, Math.floor(i / (w * h))];
    return (
      at(z, y, x) + at(z, y, x + 1) + at(z, y + 1, x) + at(z, y, x - 1) + at(z, y - 1, x) + at(z + 1, y, x)
    );
  });
  const cut = Float64Array.from(smooth).sort()[Math.floor((1 - share) * smooth.length)]!;
  return Uint8Array.from(smooth, (value) => (value >= cut ? 1 : 0));
}

export interface VolumeCase {
  scores: Float32Array;
  truth: Uint8Array;
  shape: [number, number, number];
}

function volume(seed: number, shape: [number, number, number], share: number, levels: number): VolumeCase {
  const truth = share > 0 ? blobs(seed, shape, share) : new Uint8Array(shape[0] * shape[1] * shape[2]);
  const noise = uniforms([seed, 10], 0, truth.length);
  const score = (u: number, i: number) => 0.8 * u + 0.2 * truth[i]!;
  const scores = Float32Array.from(noise, (u, i) =>
    levels > 0 ? Math.round(score(u, i) * levels) / levels : score(u, i),
  );
  return { scores, truth, shape };
}

export const AUPRO_CASES: readonly { volumes: VolumeCase[]; limit: number }[] = [
  { volumes: [volume(1, [1, 20, 30], 0.1, 0)], limit: 0.3 },
  { volumes: [volume(2, [4, 12, 10], 0.1, 0), volume(3, [2, 9, 17], 0.05, 0)], limit: 0.3 },
  { volumes: [volume(4, [3, 14, 14], 0.1, 6), volume(5, [3, 10, 8], 0, 6)], limit: 0.3 },
  { volumes: [volume(6, [2, 16, 16], 0.2, 2)], limit: 0.05 },
  { volumes: [volume(7, [2, 16, 16], 0.2, 0)], limit: 1 },
  { volumes: [volume(8, [1, 8, 8], 0, 0)], limit: 0.3 },
  {
    volumes: [{ scores: new Float32Array(8), truth: new Uint8Array(8).fill(1), shape: [2, 2, 2] }],
    limit: 0.3,
  },
  {
    volumes: [
      { scores: new Float32Array(8), truth: Uint8Array.of(1, 0, 0, 0, 0, 0, 0, 0), shape: [2, 2, 2] },
    ],
    limit: 0.3,
  },
  { volumes: [{ scores: Float32Array.of(1), truth: Uint8Array.of(1), shape: [1, 1, 1] }], limit: 0.3 },
];

export const LESION_CASES = [1, 2, 3, 4, 5, 6].map((seed) => ({
  shape: [8, 18, 15] as [number, number, number],
  truth: blobs(seed, [8, 18, 15], 0.02 * seed),
  mask: blobs(seed + 50, [8, 18, 15], 0.1).map(
    (value, i) => value | (i % 3 === 0 ? blobs(seed, [8, 18, 15], 0.02 * seed)[i]! : 0),
  ),
  minimum: seed % 2 === 0 ? 8 : 3,
  overlap: [0, 0.1, 0.4][seed % 3]!,
}));

const pairs = (seed: number, n: number, levels: number, shift: number) => {
  const level = (value: number) => (levels > 0 ? Math.round(value * levels) / levels : value);
  return {
    a: Array.from(uniforms([seed, 30], 0, n), (u) => level(u + shift)),
    b: Array.from(uniforms([seed, 30], 1, n), level),
  };
};

export const PAIRED_CASES = [
  pairs(1, 6, 0, 0.1),
  pairs(2, 25, 0, 0.1),
  pairs(3, 50, 0, 0.05),
  pairs(4, 51, 0, 0.05),
  pairs(5, 400, 0, 0.02),
  pairs(6, 12, 8, 0), // ties and zeros, few: exact over all signs
  pairs(7, 13, 3, 0.2),
  pairs(8, 14, 4, 0.2), // ties and zeros: normal approximation
  pairs(9, 200, 10, 0.1),
  pairs(10, 60, 0, 5), // as far apart as can be: a very small p
  { a: [1], b: [0.5] },
  { a: [1, 2, 3], b: [1, 2, 3] },
  { a: [1, 2, 3, 4], b: [1, 2, 3, 5] },
];

export const MEAN_CASES = [
  Array.from(uniforms([1, 40], 0, 40)),
  Array.from(uniforms([2, 40], 0, 150), (u) => u ** 3),
];
