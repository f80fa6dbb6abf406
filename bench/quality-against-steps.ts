/**
 * Quality of the latent Bernoulli method against its number of denoiser calls, on the same slices with the same weights:
 * `npx tsx bench/quality-against-steps.ts DATASET --out FILE.json [--slices-per-case 8] [--points '20:1 200:200@1'] [--seed 0]`
 *
 * Of each case evenly spaced slices among those with a lesion (`@1`: of this point the first alone); pixels inside the brain
 * mask of all slices pooled. The file is written after each round over the cases, so that a long run can be looked at, or
 * stopped. `bench/quality-page.ts` makes picture and tables of it.
 */
import fs from 'node:fs/promises';
import { parseArgs } from 'node:util';
import { Engine, type PreparedSeries } from '@lacuna/core/inference/engine.ts';
import { openNodeSessions } from '@lacuna/core/inference/session-ort-node.ts';
import type { SessionFactory, Tensors } from '@lacuna/core/inference/session.ts';
import { findCases } from '@lacuna/cli/src/evaluate/find-cases.ts';
import { type LoadedCase, readCase } from '@lacuna/cli/src/evaluate/read-case.ts';
import { weightsFolder } from '@lacuna/cli/src/evaluate/weights-choice.ts';
import { folderWeights } from '@lacuna/cli/src/folder-weights.ts';
import { figures, readPoints } from './quality/points.ts';

/** The longest chains cost minutes a slice: they are measured on fewer. */
const POINTS =
  '20:1 20:2 20:5 20:10 20:20 200:1 200:2 200:5 200:10 200:20 200:50@2 200:100@1 200:200@1 200:200:3@1';

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    out: { type: 'string' },
    weights: { type: 'string' },
    'slices-per-case': { type: 'string', default: '8' },
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
const points = readPoints(values.points);
let [pixels, lesionSlices, sliceCount] = [0, 0, 0];

const { cases: found } = await findCases({ root: dataset, out, sequence: 'flair', unmasked: 'skip' });
const opened: { loaded: LoadedCase; prepared: PreparedSeries; indices: number[] }[] = [];
for (const input of found) {
  const loaded = await readCase(dataset, input);
  const prepared = await engine.prepareSeries(loaded.source.source);
  const lesion = loaded.truth!.flatMap((plane, i) => (plane.some(Boolean) ? [i] : []));
  const n = Math.min(Number(values['slices-per-case']), lesion.length);
  const fromTheMiddle = Array.from({ length: n }, (_, k) => k).sort(
    (a, b) => Math.abs(a - (n - 1) / 2) - Math.abs(b - (n - 1) / 2),
  );
  const indices = fromTheMiddle.map((k) => lesion[Math.floor(((k + 0.5) * lesion.length) / n)]!);
  opened.push({ loaded, prepared, indices });
}
// One slice of each case, then the next of each: whenever it is stopped, all cases count about equally.
const rounds = Math.max(...opened.map(({ indices }) => indices.length));
for (let round = 0; round < rounds; round++) {
  for (const { loaded, prepared, indices } of opened) {
    const index = indices[round];
    if (index === undefined) continue;
    await measure(prepared, index, loaded.truth![index]!, round);
  }
  await write();
}
await engine.dispose();

async function measure(prepared: PreparedSeries, index: number, truth: Uint8Array, round: number) {
  let inside: number[] | undefined;
  for (const { settings, slices, rounds } of points) {
    if (round >= rounds) continue;
    calls = 0;
    const before = process.cpuUsage();
    const latentBernoulli = settings;
    const result = await engine.detectSlice(prepared, index, 'latent-bernoulli', { seed, latentBernoulli });
    const { user, system } = process.cpuUsage(before);
    inside ??= [...result.brainMask.keys()].filter((i) => result.brainMask[i] !== 0);
    const scores = Float32Array.from(inside, (i) => result.anomalyMap[i]!);
    const cpuMs = (user + system) / 1000;
    slices.push({ round, scores, truth: Uint8Array.from(inside, (i) => truth[i]!), cpuMs, calls });
  }
  sliceCount++;
  pixels += inside?.length ?? 0;
  if (inside?.some((i) => truth[i] !== 0)) lesionSlices++;
}

async function write(): Promise<void> {
  const about = {
    dataset: 'lgg-flair/dev',
    weights: engine.manifest.id,
    default: engine.manifest.methods['latent-bernoulli'],
    seed,
    cases: opened.length,
    slices: sliceCount,
    lesionSlices,
    pixels,
  };
  const { noiseLevel, steps } = about.default;
  const written = { ...about, default: { noiseLevel, steps }, points: figures(points) };
  await fs.writeFile(out, JSON.stringify(written, null, 2));
}
