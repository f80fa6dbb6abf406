import type { BenchResult, Measured, NotMeasured } from '../result.ts';
import type { HistoryLine } from './history.ts';
import {
  batchTable,
  engineTable,
  goalTable,
  historyTable,
  roadOf,
  scheduleTable,
  stageTable,
  startTable,
} from './tables.ts';

/** docs/performance.md from one run and the history; every figure comes from there. */
export function performancePage(result: BenchResult, history: readonly HistoryLine[]): string {
  const { machine, engines, threads, weights, command, measuredAt } = result;
  const measured = engines.filter((e): e is Measured => e.status === 'measured');
  const real = measured.filter(({ software }) => !software);
  const software = measured.filter((e) => e.software);
  const missing = engines.filter((e): e is NotMeasured => e.status === 'not measured');
  const busy = (machine.loadBefore[0] ?? 0) > machine.processors / 2;
  return `# Performance

This page is written by \`npm run bench -- --markdown docs/performance.md --json docs/performance.json --history docs/performance-history.jsonl\`
from a run of \`npm run bench -- --browser --json docs/performance.json --history docs/performance-history.jsonl\`; no figure is typed by hand.

## How it is measured

- Each engine works in a process (or page) of its own. Engines take turns, round after round; the median of the rounds counts.
- The series is made of twelve slices of the built-in study *Synthetic A*, repeated. A whole series includes its preparation
  (brain masks and intensity scale) and both methods at the settings of the weights.
- "Inside session.run" is the time in the runtime's own call, clocked around its prototype; everything else is the engine's own work.
  On Node CPU the models have a thread of their own, as in \`lacuna detect\`: what the engine does meanwhile is in the processor time, not in the time.
- A graphics device answers before it has done its work. In the tables of stages "time" is until the device has done it (each call
  waits for that there, and only there); "graph" is what the engine computes on the device between two networks (docs/engine.md).
- FLOPs are counted from the ONNX graphs, two a multiply-add of convolutions and matrix products alone; \`moved\` adds up what every
  node of the graph, unfused, reads and writes in float32. The peak is the best product of two matrices of side 1024 (256 in a quick run) on the same engine.
- PyTorch eager runs the same weights, rebuilt from the ONNX files, with numpy around it (\`models/training/lacuna_training/speed\`); the sums of
  its maps agree with the engine's. The reference schedule of latent Bernoulli is L = 200 sequential denoiser calls at batch 1.
- WebGPU on a machine without graphics hardware runs on a software device with the tiny weights: a check of the path, no figure.

## Machine

${machine.processors} x ${machine.processor}, ${machine.memoryGiB} GiB, ${machine.system}, Node ${machine.node}; ${threads} threads for each engine;
graphics: ${machine.graphics.join(', ') || 'none'}; weights ${weights.id} (SHA-256 \`${weights.sha256.slice(0, 16)}\`); commit ${machine.commit}; ${measuredAt.slice(0, 10)};
\`${command}\`.
${busy ? `\nThe machine was busy: load ${machine.loadBefore.map((n) => n.toFixed(1)).join(', ')} on ${machine.processors} processors when the run began. Times are worth little, ratios more.\n` : ''}
## Goals

${goalTable(result)}

## Whole series

${engineTable(real)}

## Schedules of latent Bernoulli

${scheduleTable(real)}

## Slices in a run of a model

Both methods. The scheduler takes one slice, so that it can stop between two; the figures say what more would bring.

${batchTable(real)}

## Start

${startTable(real)}

${real.map((engine) => `## Stages: ${engine.engine}\n\n${stageTable(engine)}`).join('\n\n')}

## Not measured

- GPU hardware: ${machine.graphics.length ? `this machine has ${machine.graphics.join(', ')}; see the tables above` : "none here. On a machine with a graphics card, `npm run bench -- --browser` measures it: onnxruntime-node and Dawn in Node, and Chromium, take the vendor's driver where there is one"}.
- PyTorch CUDA beside WebGPU: needs such a machine too.
- Half-precision arithmetic: not offered. The weights are stored in half precision and computed in single precision; graphs in half precision
  would be other files, and no adapter with \`shader-f16\` was at hand to check them on.
${missing.map(({ engine, reason }) => `- ${engine}: ${reason.replaceAll('\n', ' ')}`).join('\n')}
${software.map(({ engine, opened, series }) => `- ${engine} ran on a software device with the tiny weights (${opened.backend}; ${series[0]?.sliceCount ?? 0} slices in ${((series[0]?.ms ?? 0) / 1000).toFixed(1)} s${opened.road ? `; between the networks: ${roadOf(opened)}` : ''}): the path works.`).join('\n')}
${software.map((engine) => `\n### Stages on a software device: ${engine.engine}\n\n${stageTable(engine)}`).join('\n')}

## History

${historyTable(history)}
`;
}
