import type { ProtocolCase } from '@lacuna/core/metrics/index.ts';
import { uniforms } from '@lacuna/core/random.ts';
import { blobs } from './cases.ts';

/** An elliptic brain with blobs of truth, last slice without any; smooth-ish map with specks; `levels` > 0 makes ties. */
export function protocolVolume(seed: number, shape: [number, number, number], levels: number): ProtocolCase {
  const [n, h, w] = shape;
  const pixels = h * w;
  const brain = new Uint8Array(n * pixels).map((_, i) => {
    const [x, y] = [(i % w) / w - 0.5, (Math.floor(i / w) % h) / h - 0.5];
    return x * x + y * y < 0.2 && i >= pixels ? 1 : 0; // the first slice has no brain
  });
  const inside = blobs(seed, shape, 0.12);
  const truth = brain.map((value, i) => (value && inside[i] && i < (n - 1) * pixels ? 1 : 0));
  const noise = uniforms([seed, 60], 0, n * pixels);
  const specks = blobs(seed + 20, shape, 0.2);
  const map = Float32Array.from(noise, (u, i) => {
    if (brain[i] === 0) return 0;
    const value = 0.35 * u + 0.45 * truth[i]! + 0.3 * specks[i]!;
    return levels > 0 ? Math.round(value * levels) / levels : value;
  });
  return { id: `volume ${seed}`, map, truth, brain, shape };
}
