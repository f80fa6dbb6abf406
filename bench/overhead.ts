/**
 * What the engine costs besides its models, in a process of its own:
 * `npx tsx bench/overhead.ts [--backend cpu|wasm] [--threads 1] [--slices 24] [--rounds 3] [--weights FOLDER] [--stages] [--same-thread]`
 *
 * On the native runtime models compute in a thread of their own, as in `lacuna detect`; with --same-thread on this one, as in
 * the processes of `lacuna evaluate`.
 *
 * Two figures, both over the time inside the runtime's `session.run`:
 * - one slice after the other (`detectSlice`): the host's work by itself;
 * - the series as it is run (`detectSlices`): what of it is left where the host works while a model runs.
 * Preparation of the series included in both. The first round, in which the code is compiled, is not counted.
 */
import os from 'node:os';
import { parseArgs } from 'node:util';
import { METHOD_IDS } from '@lacuna/core/inference/detector.ts';
import { Engine } from '@lacuna/core/inference/engine.ts';
import { openCase } from '@lacuna/cli/src/source-case.ts';
import { weightsFolder } from '@lacuna/cli/src/evaluate/weights-choice.ts';
import { folderWeights } from '@lacuna/cli/src/folder-weights.ts';
import { timeHostStages } from './contender/host-stages.ts';
import { RawClock } from './contender/raw-clock.ts';
import { openEngine, openOnThisThread } from './contender/sessions.ts';
import { repeatedSeries } from './input/repeated-series.ts';
import { median } from './statistics.ts';

const { values } = parseArgs({
  options: {
    backend: { type: 'string', default: 'cpu' },
    threads: { type: 'string', default: '1' },
    slices: { type: 'string', default: '24' },
    rounds: { type: 'string', default: '3' },
    weights: { type: 'string' },
    stages: { type: 'boolean', default: false },
    'same-thread': { type: 'boolean', default: false },
  },
});
const clock = new RawClock();
const id = values.backend === 'wasm' ? 'web-wasm' : 'node-cpu';
const { sessions, queue } = values['same-thread']
  ? await openOnThisThread(clock, Number(values.threads))
  : await openEngine(id, Number(values.threads), clock);
const engine = await Engine.open(sessions, folderWeights(await weightsFolder(values.weights)), { queue });
const { source } = await openCase('viewer/studies/synthetic-a', undefined, new AbortController().signal);
const count = Number(values.slices);
const middle = source.slices.slice(6, 18);
const indices = Array.from({ length: count }, (_, i) => i);
const seed = 0;

const ways = {
  'one after the other': async () => {
    const series = await engine.prepareSeries(repeatedSeries(middle, count));
    for (const method of METHOD_IDS)
      for (const index of indices) await engine.detectSlice(series, index, method, { seed });
  },
  'as a series is run': async () => {
    const series = await engine.prepareSeries(repeatedSeries(middle, count));
    for (const method of METHOD_IDS)
      for await (const { status } of engine.detectSlices(series, indices, method, { seed }))
        if (status !== 'done') throw new Error('a slice without brain is no measure');
  },
};

const measured = Object.fromEntries(
  Object.keys(ways).map((way) => [way, { ms: [], rawMs: [] }]),
) as unknown as Record<keyof typeof ways, Record<'ms' | 'rawMs', number[]>>;
for (let round = 0; round <= Number(values.rounds); round++) {
  for (const [way, run] of Object.entries(ways) as [keyof typeof ways, () => Promise<void>][]) {
    clock.reset();
    const started = performance.now();
    await run();
    const ms = performance.now() - started;
    if (round === 0) continue;
    measured[way].ms.push(ms / count);
    measured[way].rawMs.push(clock.ms / count);
  }
}
const load = os.loadavg().map((n) => n.toFixed(1));
console.log(`${engine.backend.detail}, ${count} slices, both methods; load ${load.join(', ')}`);
for (const [way, figures] of Object.entries(measured)) {
  const ms = median(figures.ms);
  const rawMs = median(figures.rawMs);
  console.log(
    `${way}: ${ms.toFixed(1)} ms a slice, ${rawMs.toFixed(1)} inside session.run: outside over inside ${((100 * (ms - rawMs)) / rawMs).toFixed(1)} %`,
  );
}
if (values.stages)
  for (const { stage, ms } of timeHostStages(middle[0]!, engine.manifest, 40))
    console.log(`  ${stage}: ${ms.toFixed(2)} ms`);
await engine.dispose();
process.exit(0);
