// Thresholds of the intensity baselines for cli/src/evaluate/baseline.ts: what 1, 5 and 10 % of the healthy brain pixels reach.
//   node scripts/baseline-thresholds.mjs <healthy set> [--every n] [--weights <id or dir>]
// Only the brain mask is run. `lacuna calibrate` gives the same figures with everything else; `--every 3` takes every third case.
import { parseArgs } from 'node:util';
import path from 'node:path';
import { register } from 'tsx/esm/api';

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: { every: { type: 'string', default: '1' }, weights: { type: 'string' } },
});
const [root] = positionals;
if (!root) {
  console.error(
    'Usage: node scripts/baseline-thresholds.mjs <healthy set> [--every n] [--weights <id or dir>]',
  );
  process.exit(2);
}
register({ tsconfig: false });
const { calibrateMap } = await import('../src/anomaly/calibration.ts');
const { sortFloat32 } = await import('../src/metrics/sort-floats.ts');
const { baselineMap } = await import('../cli/src/evaluate/baseline.ts');
const { BASELINE_IDS } = await import('../cli/src/evaluate/case-types.ts');
const { findCases } = await import('../cli/src/evaluate/find-cases.ts');
const { readCase } = await import('../cli/src/evaluate/read-case.ts');
const { openEngine, weightsFolder } = await import('../cli/src/evaluate/weights-choice.ts');

const { cases } = await findCases({
  root,
  out: path.join(root, 'none'),
  sequence: 'flair',
  unmasked: 'healthy',
});
const { engine } = await openEngine({
  weights: await weightsFolder(values.weights),
  backend: 'auto',
  threads: 1,
});
const { manifest } = engine;
const chosen = cases.filter((_, i) => i % Number(values.every) === 0);
const chunks = Object.fromEntries(BASELINE_IDS.map((id) => [id, []]));
let slices = 0;
for (const [n, input] of chosen.entries()) {
  const { source, truth } = await readCase(root, input);
  const prepared = await engine.prepareSeries(source.source);
  for (const [index, slice] of source.source.slices.entries()) {
    if (truth?.[index].includes(1)) continue;
    const { mask, brainPixels } = await prepared.gridSlice(index, slice);
    if (brainPixels < manifest.brainMask.minSlicePixels) continue;
    const brain = prepared.mapping(slice.geometry).maskToSource(mask);
    slices++;
    for (const id of BASELINE_IDS)
      chunks[id].push(
        baselineMap(id, slice, brain, prepared.intensityMedian).filter((_, i) => brain[i] !== 0),
      );
  }
  process.stderr.write(`${n + 1} of ${chosen.length} cases\n`);
}
for (const id of BASELINE_IDS) {
  const all = new Float32Array(chunks[id].reduce((sum, { length }) => sum + length, 0));
  let at = 0;
  for (const chunk of chunks[id]) {
    all.set(chunk, at);
    at += chunk.length;
  }
  const sorted = sortFloat32(all);
  const { thresholds } = calibrateMap((visit) => sorted.forEach((value) => visit(value, 1)));
  console.log(
    `${id}: ${JSON.stringify(thresholds)} (${chosen.length} cases, ${slices} slices, ${all.length} brain pixels, mask of ${manifest.id} ${manifest.version})`,
  );
}
process.exit(0);
