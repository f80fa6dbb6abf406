import type { BenchResult, Goal } from './result.ts';

/** The run on a screen: what was measured, what was not and why, and the goals. */
export function summaryText({ engines, goals }: BenchResult): string {
  const lines: string[] = [];
  for (const engine of engines) {
    if (engine.status === 'not measured') {
      lines.push(`${engine.engine}: not measured (${engine.reason})`);
      continue;
    }
    lines.push(
      `${engine.engine} (${engine.opened.backend}, ${engine.weights}${engine.software ? ', software device: a check of the path, no figure' : ''})`,
    );
    for (const s of engine.series)
      lines.push(
        `  ${s.sliceCount} slices ${(s.ms / 1000).toFixed(2)} s, ${s.msPerSlice.toFixed(0)} ms a slice; outside session.run ${(100 * s.overhead).toFixed(1)} %; peak ${((s.peakRssBytes ?? NaN) / 2 ** 20).toFixed(0)} MiB`,
      );
    for (const { stage, ms, gflops, shareOfPeak } of engine.stages)
      lines.push(
        `  ${stage.padEnd(36)} ${ms.toFixed(2).padStart(9)} ms${gflops === undefined ? '' : `  ${gflops.toFixed(1)} GFLOP/s`}${shareOfPeak === undefined ? '' : `, ${(100 * shareOfPeak).toFixed(0)} % of peak`}`,
      );
  }
  return [...lines, '', ...goals.map(goalLine)].join('\n');
}

function goalLine({ name, goal, value, met }: Goal): string {
  if (value === null) return `not measured  ${name} (${goal})`;
  return `${met ? 'met        ' : 'NOT MET    '}  ${name}: ${value.toFixed(3)} (${goal})`;
}
