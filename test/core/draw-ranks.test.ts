/** Draws prepared before the code is known give the bits of the draws that know it. */
import { describe, expect, test } from '@jest/globals';
import { drawForward, drawPosterior } from '@lacuna/core/latent/bernoulli.ts';
import { forwardRanks, posteriorRanks } from '@lacuna/core/latent/draw-ranks.ts';
import { FORWARD_NOISE_KINDS } from '@lacuna/core/latent/settings.ts';
import { deriveKey, uniforms } from '@lacuna/core/random.ts';
import { cumulativeAlpha } from '@lacuna/core/schedule.ts';

const COUNT = 20_000;
const key = deriveKey(2, 'ranks');
const alphaBar = cumulativeAlpha({ timesteps: 1000, betaStart: 1e-4, betaEnd: 0.02 });
const bits = (stream: number) => Float32Array.from(uniforms(key, stream, COUNT), (u) => (u > 0.4 ? 1 : 0));
const [code, other] = [bits(0), bits(1)];

describe.each([0, 19, 199, 999])('at timestep %i', (t) => {
  const uniform = uniforms(key, 2 + t, COUNT);
  // Numbers that are exactly a probability must fall on the same side too.
  uniform.set([(1 - alphaBar[t]!) / 2, alphaBar[t]! + (1 - alphaBar[t]!) / 2, alphaBar[t]!], 0);

  test.each(FORWARD_NOISE_KINDS)('forward noise: %s', (kind) => {
    const rank = forwardRanks(alphaBar[t]!, uniform, kind);
    const drawn = rank.map((r, i) => (r + code[i]! > 1.5 ? 1 : 0));
    expect(drawn).toEqual(drawForward(code, alphaBar[t]!, uniform, kind));
  });

  test('posterior of a certain code', () => {
    const s = Math.floor(t / 2);
    const { rank, place } = posteriorRanks(alphaBar[t]!, alphaBar[s]!, uniform);
    const [c, b, k, m] = place as unknown as [number, number, number, number];
    const drawn = rank.map((r, i) => {
      const [bit, clean] = [other[i]!, code[i]!];
      return r > c + b * bit + k * clean + m * bit * clean ? 1 : 0;
    });
    const expected = other.slice();
    drawPosterior(code, expected, alphaBar[t]!, alphaBar[s]!, uniform);
    expect(drawn).toEqual(expected);
  });
});
