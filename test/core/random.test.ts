import { describe, expect, test } from '@jest/globals';
import { deriveKey, threefry2x32, uniforms } from '@lacuna/core/random.ts';
import { exactLog, inverseNormal, standardNormals } from '@lacuna/core/random-normal.ts';

describe('Threefry-2x32-20', () => {
  // Known answers of Random123 1.14 (tests/kat_vectors).
  test.each([
    [
      [0, 0],
      [0, 0],
      [0x6b200159, 0x99ba4efe],
    ],
    [
      [0xffffffff, 0xffffffff],
      [0xffffffff, 0xffffffff],
      [0x1cb996fc, 0xbb002be7],
    ],
    [
      [0x13198a2e, 0x03707344],
      [0x243f6a88, 0x85a308d3],
      [0xc4923a9c, 0x483df7a0],
    ],
  ] as const)('key %p, counter %p', (key, counter, expected) => {
    expect(threefry2x32(key, counter[0], counter[1])).toEqual([...expected]);
  });
});

describe('deriveKey', () => {
  test('tells labels apart, however the letters are split over them', () => {
    const keys = [
      deriveKey(1, 'ab', 'c'),
      deriveKey(1, 'a', 'bc'),
      deriveKey(1, 'abc'),
      deriveKey(1, 'abc', ''),
      deriveKey(2, 'abc'),
      deriveKey(1, 'abc\0'),
    ].map(String);
    expect(new Set(keys).size).toBe(keys.length);
  });

  test('is the definition, block by block, for a label of two blocks', () => {
    const label = 'Größe'; // 7 bytes in UTF-8, 11 with the length, two blocks
    const bytes = [7, 0, 0, 0, 0x47, 0x72, 0xc3, 0xb6, 0xc3, 0x9f, 0x65, 0, 0, 0, 0, 0];
    const word = (at: number) =>
      (bytes[at]! | (bytes[at + 1]! << 8) | (bytes[at + 2]! << 16) | (bytes[at + 3]! << 24)) >>> 0;
    let key: [number, number] = [77, 0];
    for (const at of [0, 8]) {
      const [y0, y1] = threefry2x32(key, word(at), word(at + 4));
      key = [(y0 ^ word(at)) >>> 0, (y1 ^ word(at + 4)) >>> 0];
    }
    expect(deriveKey(77, label)).toEqual(key);
  });
});

describe('uniforms', () => {
  const key = deriveKey(42, 'test');

  test('an element does not depend on how many are drawn', () => {
    expect(Array.from(uniforms(key, 3, 7))).toEqual(Array.from(uniforms(key, 3, 1000).subarray(0, 7)));
  });

  test('streams differ, and values fill (0, 1) evenly', () => {
    const draws = uniforms(key, 0, 20000);
    const mean = draws.reduce((sum, u) => sum + u, 0) / draws.length;
    const tenths = new Array<number>(10).fill(0);
    for (const u of draws) tenths[Math.floor(u * 10)]!++;
    expect(Math.min(...draws)).toBeGreaterThan(0);
    expect(Math.max(...draws)).toBeLessThan(1);
    expect(Math.abs(mean - 0.5)).toBeLessThan(4 * Math.sqrt(1 / 12 / draws.length));
    for (const n of tenths) expect(Math.abs(n - 2000)).toBeLessThan(4 * Math.sqrt(20000 * 0.1 * 0.9));
    expect(Array.from(uniforms(key, 1, 4))).not.toEqual(Array.from(uniforms(key, 0, 4)));
  });
});

describe('standard normals', () => {
  test('exactLog agrees with Math.log to two units in the last place', () => {
    for (let i = 0; i < 5000; i++) {
      const x = (i + 0.5) / 5000;
      const expected = Math.log(x);
      expect(Math.abs(exactLog(x) - expected)).toBeLessThanOrEqual(
        4.5e-16 * Math.max(Math.abs(expected), 0.5),
      );
    }
    expect(exactLog(1)).toBe(0);
    expect(exactLog(2 ** -33)).toBeCloseTo(-33 * Math.LN2, 13);
  });

  // Quantiles of the standard normal distribution, scipy.stats.norm.ppf.
  test.each([
    [0.5, 0],
    [0.75, 0.6744897501960817],
    [0.925, 1.4395314709384563],
    [0.975, 1.959963984540054],
    [0.001, -3.090232306167813],
    [1e-9, -5.9978070150076865],
    [2 ** -33, -6.3379577545537895],
    [1e-20, -9.262340089798408],
  ])('quantile of %p', (p, z) => {
    expect(inverseNormal(p)).toBeCloseTo(z, 12);
  });

  test('have mean 0, variance 1 and normal tails', () => {
    const z = standardNormals(deriveKey(9, 'moments'), 0, 40000);
    const mean = z.reduce((sum, v) => sum + v, 0) / z.length;
    const variance = z.reduce((sum, v) => sum + (v - mean) ** 2, 0) / z.length;
    const beyond = z.filter((v) => Math.abs(v) > 1.959964).length / z.length;
    expect(Math.abs(mean)).toBeLessThan(0.02);
    expect(Math.abs(variance - 1)).toBeLessThan(0.03);
    expect(Math.abs(beyond - 0.05)).toBeLessThan(0.005);
  });
});
