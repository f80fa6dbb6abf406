/** `npm run bench`: what each engine takes for each stage, beside what it should; see docs/performance.md. */
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { MODEL_KEYS } from '@lacuna/core/inference/manifest-types.ts';
import { parseManifest } from '@lacuna/core/inference/manifest.ts';
import { bundleSha256 } from '@lacuna/core/inference/weights.ts';
import { readDicomFolder } from '../cli/src/dicom-folder.ts';
import { plannedEngines } from './engines.ts';
import { goals } from './goals.ts';
import { modelCost } from './graph/cost.ts';
import { writeSlices } from './input/slice-file.ts';
import { describeMachine } from './machine.ts';
import { measure } from './measure.ts';
import { readOptions, USAGE } from './options.ts';
import { appendHistory, readHistory } from './page/history.ts';
import { performancePage } from './page/page.ts';
import { writeFormatted } from './page/formatted.ts';
import type { BenchResult } from './result.ts';
import { soak } from './soak/soak.ts';
import { summarise } from './summarise.ts';
import { summaryText } from './text.ts';

const TINY = 'test/fixtures/weights-tiny';
const STUDY = 'viewer/studies/synthetic-a';
/** Slices with much brain, from the middle of the study. */
const SLICES = [6, 18] as const;

process.chdir(fileURLToPath(new URL('..', import.meta.url)));
if (process.argv.includes('--help')) {
  console.log(USAGE);
  process.exit(0);
}
const options = readOptions(process.argv.slice(2), os.cpus().length);
if (options.markdown) {
  if (!options.json) throw new Error('--markdown needs --json with the file of a run.');
  const run = JSON.parse(fs.readFileSync(options.json, 'utf8')) as BenchResult;
  await writeFormatted(
    options.markdown,
    performancePage(run, options.history ? readHistory(options.history) : []),
  );
  process.exit(0);
}
const folder = options.weights ?? onlyBundle();
const work = fs.mkdtempSync(path.join(os.tmpdir(), 'lacuna-bench-'));
try {
  const [series] = (await readDicomFolder(STUDY)).series;
  const slices = writeSlices(work, series!.source.slices.slice(...SLICES));
  const machine = describeMachine();
  const turns = await measure(
    plannedEngines(options),
    {
      slices,
      weights: ({ software }) => (software ? TINY : folder),
      threads: options.threads,
      rounds: options.rounds,
      sliceCounts: options.slices,
      methods: options.methods,
      quick: options.quick,
    },
    (line) => console.log(`${(performance.now() / 1000).toFixed(0).padStart(5)} s  ${line}`),
  );
  const manifestOf = (weights: string) =>
    parseManifest(JSON.parse(fs.readFileSync(path.join(weights, 'manifest.json'), 'utf8')));
  const costIn = (weights: string) => {
    const { models } = manifestOf(weights);
    return (stage: string, batch: number) => {
      const key = MODEL_KEYS.find((known) => known === stage);
      return key && modelCost(fs.readFileSync(path.join(weights, models[key].file)), batch);
    };
  };
  const manifest = manifestOf(folder);
  const engines = turns.map((turn) => {
    const used = turn.planned.software ? TINY : folder;
    return summarise(turn, path.basename(used), costIn(used));
  });
  const soaked = options.quick ? undefined : await soak();
  for (const failure of soaked?.failures ?? []) console.log(`  ${failure}`);
  const result: BenchResult = {
    schema: 'lacuna-bench/1',
    measuredAt: new Date().toISOString(),
    command: ['npm run bench --', ...process.argv.slice(2)].join(' '),
    machine,
    threads: options.threads,
    weights: { id: manifest.id, sha256: await bundleSha256(manifest) },
    models: Object.fromEntries(MODEL_KEYS.map((key) => [key, costIn(folder)(key, 1)!])),
    engines,
    ...(soaked && { soak: soaked }),
    goals: goals(engines, soaked),
  };
  if (options.json) await writeFormatted(options.json, JSON.stringify(result));
  if (options.history) appendHistory(options.history, result);
  console.log(summaryText(result));
} finally {
  fs.rmSync(work, { recursive: true, force: true });
}

function onlyBundle(): string {
  const [bundle] = fs
    .readdirSync('models/weights', { withFileTypes: true })
    .filter((entry) => entry.isDirectory());
  if (!bundle) throw new Error('No bundle in models/weights; name one with --weights.');
  return path.join('models/weights', bundle.name);
}
