// Memory and time of the pooled figures of one output over many cases, through the score files that an evaluation writes and reads.
//   node --max-old-space-size=1024 scripts/streaming-memory.mjs [--slices 100000] [--distinct 16]
// Made maps: heads of 155 slices with 9,000 scored pixels each, two lesions, scores with the skew of an anomaly map. So many distinct
// cases are made and encoded as `lacuna evaluate` does it; a larger set names them again, which is the same work for the reader.
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { parseArgs } from 'node:util';
import { register } from 'tsx/esm/api';

const { values } = parseArgs({
  options: { slices: { type: 'string', default: '100000' }, distinct: { type: 'string', default: '16' } },
});
register({ tsconfig: false });
const { caseMethod, truthRegions } = await import('../cli/src/evaluate/case-method.ts');
const { pooledMetrics } = await import('../cli/src/evaluate/pooled-metrics.ts');
const { deriveKey, uniforms } = await import('../src/random.ts');

const SHAPE = [155, 90, 100];
const SIZE = SHAPE[0] * SHAPE[1] * SHAPE[2];
const everywhere = Uint32Array.from({ length: SIZE }, (_, i) => i);
const inBox = (i, [z, y, x], side) => {
  const at = [Math.floor(i / (SHAPE[1] * SHAPE[2])), Math.floor(i / SHAPE[2]) % SHAPE[1], i % SHAPE[2]];
  return [z, y, x].every((start, axis) => at[axis] >= start && at[axis] < start + side);
};
const folder = fs.mkdtempSync(path.join(os.tmpdir(), 'lacuna-streaming-'));
const peak = () => process.resourceUsage().maxRSS / 1024;
try {
  const files = [];
  for (let n = 0; n < Number(values.distinct); n++) {
    const draws = uniforms(deriveKey(n, 'streaming'), 0, SIZE);
    const truth = new Uint8Array(SIZE);
    const scores = new Float32Array(SIZE);
    for (let i = 0; i < SIZE; i++) {
      truth[i] = inBox(i, [40 + n, 30, 30], 20) || inBox(i, [100, 50, 60 - n], 8) ? 1 : 0;
      scores[i] = truth[i] === 1 ? Math.sqrt(draws[i]) : draws[i] ** 8;
    }
    const { file } = caseMethod(truthRegions(truth, SHAPE, everywhere), {
      scores,
      masked: new Uint8Array(SIZE),
      voxelMl: 0.001,
    });
    files.push(path.join(folder, `${n}.bin`));
    fs.writeFileSync(files.at(-1), file);
  }
  const bytes = files.reduce((sum, file) => sum + fs.statSync(file).size, 0) / files.length;
  const cases = Math.ceil(Number(values.slices) / SHAPE[0]);
  const all = Array.from({ length: cases }, (_, i) => files[i % files.length]);
  console.log(
    `${cases} cases, ${cases * SHAPE[0]} slices, ${cases * SIZE} scored pixels, ${((bytes * cases) / 1e9).toFixed(2)} GB of scores; making them peaked at ${peak().toFixed(0)} MiB`,
  );
  const started = performance.now();
  const { ap, auroc, aupro30, oracle } = pooledMetrics(all);
  console.log(
    `AP ${ap.toFixed(6)}, AUROC ${auroc.toFixed(6)}, AUPRO ${aupro30.toFixed(6)}, best Dice ${oracle.dice.toFixed(6)}`,
  );
  console.log(
    `${((performance.now() - started) / 1000).toFixed(0)} s, peak of the whole process ${peak().toFixed(0)} MiB`,
  );
} finally {
  fs.rmSync(folder, { recursive: true, force: true });
}
