/**
 * The arithmetic between the networks on the host against the same in graphs on the back-end (docs/engine.md):
 * `npx tsx bench/roads.ts --backend cpu|wasm|webgpu [--slices 4] [--rounds 5] [--threads 1] [--weights FOLDER] [--json FILE]`
 *
 * `webgpu` is onnxruntime-web on Dawn, with the vendor's driver where there is one. On a software device give it
 * `--weights test/fixtures/weights-tiny`, and VK_ICD_FILENAMES as bench/machine.ts finds it.
 */
import fs from 'node:fs/promises';
import os from 'node:os';
import { parseArgs } from 'node:util';
import { weightsFolder } from '@lacuna/cli/src/evaluate/weights-choice.ts';
import { folderWeights } from '@lacuna/cli/src/folder-weights.ts';
import { openCase } from '@lacuna/cli/src/source-case.ts';
import type { EngineId } from './contender/messages.ts';
import { RawClock } from './contender/raw-clock.ts';
import { openEngine } from './contender/sessions.ts';
import { repeatedSeries } from './input/repeated-series.ts';
import { compareRoads, ROAD_VARIANTS } from './roads/compare-roads.ts';

const { values } = parseArgs({
  options: {
    backend: { type: 'string', default: 'cpu' },
    threads: { type: 'string', default: '1' },
    slices: { type: 'string', default: '4' },
    rounds: { type: 'string', default: '5' },
    weights: { type: 'string' },
    json: { type: 'string' },
  },
});
const engines: Readonly<Record<string, EngineId>> = {
  cpu: 'node-cpu',
  wasm: 'web-wasm',
  webgpu: 'web-webgpu',
};
const id = engines[values.backend];
if (!id) throw new Error('--backend is cpu, wasm or webgpu');
const { source } = await openCase('viewer/studies/synthetic-a', undefined, new AbortController().signal);
const report = await compareRoads(
  (await openEngine(id, Number(values.threads), new RawClock())).sessions,
  folderWeights(await weightsFolder(values.weights)),
  repeatedSeries(source.slices.slice(8, 16), Number(values.slices)),
  ROAD_VARIANTS,
  Number(values.rounds),
);
const { road, fallbackReason } = report.device;
const load = os.loadavg().map((n) => n.toFixed(1));
console.log(`${report.backend}; road found: ${road} ${fallbackReason ?? ''}; load ${load.join(', ')}`);
console.log('| variant | road | ms a slice | runs | tensors sent | kB sent | tensors fetched | kB fetched |');
console.log('| --- | --- | ---: | ---: | ---: | ---: | ---: | ---: |');
for (const { variant, ...roads } of report.compared) {
  for (const name of ['host', 'device'] as const) {
    const { ms, runs, sent, sentBytes, fetched, fetchedBytes } = roads[name];
    const [kbSent, kbFetched] = [sentBytes, fetchedBytes].map((bytes) => (bytes / 1000).toFixed(0));
    console.log(
      `| ${variant} | ${name} | ${ms.toFixed(1)} | ${runs} | ${sent} | ${kbSent} | ${fetched} | ${kbFetched} |`,
    );
  }
  const { largestDifference, differingMaskPixels, markedPixels } = roads;
  console.log(
    `    maps differ by at most ${largestDifference.toExponential(1)}, masks in ${differingMaskPixels} of ${markedPixels} marked pixels`,
  );
}
console.log(`at most ${report.mostKept} tensors kept on the back-end, ${report.kept} at the end`);
if (values.json) await fs.writeFile(values.json, JSON.stringify(report, null, 2));
process.exit(0); // a WebAssembly worker or a graphics device would keep the process
