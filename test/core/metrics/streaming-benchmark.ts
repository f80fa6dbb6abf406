/**
 * Streams slices through `ScoreHistogram` and reports memory, time and bounds; times the exact metrics on many scores.
 *
 * node --import tsx test/core/metrics/streaming-benchmark.ts [slices = 100000] [side = 240] [exact scores = 10000000]
 */
import { averagePrecisionOf, aurocOf, oracleDiceOf, rankScores } from '@lacuna/core/metrics/index.ts';
import * as binned from '@lacuna/core/metrics/histogram-metrics.ts';
import { sortFloat32 } from '@lacuna/core/metrics/sort-floats.ts';
import { MEBIBYTE, streamSlices } from './support/stream.ts';

const [slices = 100_000, side = 240, exact = 10_000_000] = process.argv.slice(2).map(Number);

function timed<T>(name: string, work: () => T): T {
  const [start, cpu] = [performance.now(), process.cpuUsage()];
  const result = work();
  const used = process.cpuUsage(cpu);
  const seconds = (performance.now() - start) / 1000;
  console.log(
    `${name}: ${seconds.toFixed(2)} s, of it ${((used.user + used.system) / 1e6).toFixed(2)} s of CPU`,
  );
  return result;
}

const { histogram, peakBytes } = timed(`${slices} slices of ${side} x ${side}`, () =>
  streamSlices(slices, side * side),
);
console.log(`largest resident set: ${Math.round(peakBytes / MEBIBYTE)} MiB`);
console.log(`counts: ${JSON.stringify(binned.countsOf(histogram))}`);
timed('metrics of the histogram', () => {
  console.log(`AUROC ${JSON.stringify(binned.histogramAuroc(histogram))}`);
  console.log(`AP ${JSON.stringify(binned.histogramAveragePrecision(histogram))}`);
  console.log(`oracle Dice ${JSON.stringify(binned.histogramOracleDice(histogram))}`);
});
console.log(`JSON: ${(JSON.stringify(histogram).length / MEBIBYTE).toFixed(2)} MiB`);

const scores = new Float32Array(exact);
const truth = new Uint8Array(exact);
for (let i = 0; i < exact; i++) {
  truth[i] = Math.random() < 0.02 ? 1 : 0;
  scores[i] = Math.random() ** 3 + 0.2 * truth[i]!;
}
timed(`radix sort of ${exact} float32`, () => sortFloat32(scores));
timed(`built-in sort of ${exact} float32`, () => Float32Array.from(scores).sort());
const ranked = timed('rankScores', () => rankScores(scores, truth));
timed('AP', () => averagePrecisionOf(ranked));
timed('AUROC', () => aurocOf(ranked));
timed('oracle Dice', () => oracleDiceOf(ranked));
