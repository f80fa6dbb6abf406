/**
 * Quality of the latent Bernoulli method against its number of denoiser calls, on the same slices with the same weights:
 * `npx tsx bench/quality-against-steps.ts DATASET --out FILE.json [--slices-per-case 4] [--points '20:1 200:200'] [--seed 0]`
 *
 * Of each case evenly spaced slices among those with a lesion; pixels inside the brain mask of all slices pooled. The
 * file is written after every slice, so that a long run can be looked at, or stopped.
 */
import fs from 'node:fs/promises';
import { parseArgs } from 'node:util';
import { averagePrecision, auroc } from '@lacuna/core/metrics/index.ts';
import { Engine, type PreparedSeries } from '@lacuna/core/inference/engine.ts';
import { openNodeSessions } from '@lacuna/core/inference/session-ort-node.ts';
import type { SessionFactory, Tensors } from '@lacuna/core/inference/session.ts';
import { findCases } from '@lacuna/cli/src/evaluate/find-cases.ts';
import { type LoadedCase, readCase } from '@lacuna/cli/src/evaluate/read-case.ts';
import { weightsFolder } from '@lacuna/cli/src/evaluate/weights-choice.ts';
import { folderWeights } from '@lacuna/cli/src/folder-weights.ts';

/** Noise level:calls, and a third number for a chain that ends after so many settled steps. */
const POINTS = '20:1 20:2 20:5 20:10 20:20 200:1 200:2 200:5 200:10 200:20 200:50 200:100 200:200 200:200:3';

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    out: { type: 'string' },
    weights: { type: 'string' },
    'slices-per-case': { type: 'string', default: '4' },
    points: { type: 'string', default: POINTS },
    seed: { type: 'string', default: '0' },
  },
});
const [dataset] = positionals;
if (dataset === undefined || values.out === undefined)
  throw new Error('Usage: quality-against-steps.ts DATASET --out FILE.json');
const out = values.out;
const seed = Number(values.seed);

let calls = 0;
const sessions = await openNodeSessions({ backend: 'cpu', threads: 1 });
const counting: SessionFactory = {
  backend: sessions.backend,
  dispose: () => sessions.dispose(),
  async create(bytes, spec) {
    const session = await sessions.create(bytes, spec);
    const run = (inputs: Tensors) => {
      if (spec.key === 'denoiser') calls++;
      return session.run(inputs);
    };
    return { run, dispose: () => session.dispose() };
  },
};
const engine = await Engine.open(counting, folderWeights(await weightsFolder(values.weights)));
const points = values.points.split(' ').map((text) => {
  const [noiseLevel, steps, settledSteps = 0] = text.split(':').map(Number);
  const settings = { noiseLevel: noiseLevel!, steps: steps!, settledSteps };
  return { settings, scores: [] as Float32Array[], cpuMs: [] as number[], calls: [] as number[] };
});
const truths: Uint8Array[] = [];

const { cases: found } = await findCases({ root: dataset, out, sequence: 'flair', unmasked: 'skip' });
const opened: { loaded: LoadedCase; prepared: PreparedSeries; indices: number[] }[] = [];
for (const input of found) {
  const loaded = await readCase(dataset, input);
  const prepared = await engine.prepareSeries(loaded.source.source);
  const lesion = loaded.truth!.flatMap((plane, i) => (plane.some(Boolean) ? [i] : []));
  const n = Math.min(Number(values['slices-per-case']), lesion.length);
  const indices = Array.from({ length: n }, (_, k) => lesion[Math.floor(((k + 0.5) * lesion.length) / n)]!);
  opened.push({ loaded, prepared, indices });
}
// One slice of each case, then the next of each: whenever it is stopped, all cases count about equally.
const rounds = Math.max(...opened.map(({ indices }) => indices.length));
for (let round = 0; round < rounds; round++) {
  for (const { loaded, prepared, indices } of opened) {
    const index = indices[round];
    if (index === undefined) continue;
    await measure(prepared, index, loaded.truth![index]!);
    await write();
  }
}
await engine.dispose();

async function measure(prepared: PreparedSeries, index: number, truth: Uint8Array): Promise<void> {
  let inside: number[] | undefined;
  for (const point of points) {
    const settings = { seed, latentBernoulli: point.settings };
    calls = 0;
    const before = process.cpuUsage();
    const result = await engine.detectSlice(prepared, index, 'latent-bernoulli', settings);
    const { user, system } = process.cpuUsage(before);
    inside ??= [...result.brainMask.keys()].filter((i) => result.brainMask[i] !== 0);
    point.scores.push(Float32Array.from(inside, (i) => result.anomalyMap[i]!));
    point.cpuMs.push((user + system) / 1000);
    point.calls.push(calls);
  }
  truths.push(Uint8Array.from(inside!, (i) => truth[i]!));
}

async function write(): Promise<void> {
  const truth = joined(truths, Uint8Array);
  const lesionSlices = truths.filter((plane) => plane.some(Boolean)).length;
  const rows = points.map(({ settings, scores, cpuMs, calls }) => {
    const all = joined(scores, Float32Array);
    return {
      ...settings,
      averagePrecision: averagePrecision(all, truth),
      auroc: auroc(all, truth),
      cpuMsASlice: median(cpuMs),
      denoiserCallsASlice: calls.reduce((sum, n) => sum + n, 0) / calls.length,
    };
  });
  const about = {
    dataset: 'lgg-flair/dev',
    weights: engine.manifest.id,
    seed,
    cases: opened.length,
    slices: truths.length,
    lesionSlices,
  };
  await fs.writeFile(out, JSON.stringify({ ...about, pixels: truth.length, points: rows }, null, 2));
}

function joined<T extends Float32Array | Uint8Array>(
  parts: readonly T[],
  Kind: new (length: number) => T,
): T {
  const whole = new Kind(parts.reduce((length, part) => length + part.length, 0));
  let at = 0;
  for (const part of parts) {
    whole.set(part, at);
    at += part.length;
  }
  return whole;
}

function median(values: readonly number[]): number {
  const sorted = [...values].sort((a, b) => a - b);
  return sorted[sorted.length >> 1]!;
}
