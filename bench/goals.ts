import type { EngineId } from './contender/messages.ts';
import type { Soak } from './soak/soak.ts';
import type { Goal, Measured, NotMeasured, SeriesResult } from './result.ts';

const longest = (series: readonly SeriesResult[]) =>
  series.reduce((a, b) => (b.sliceCount > a.sliceCount ? b : a));

const WASM = [
  ['browser-wasm', 'in Chromium, through the worker'],
  ['web-wasm', 'in Node'],
] as const;

/** The figures that the project has set itself, from one run; what was not measured says so. */
export function goals(engines: readonly (Measured | NotMeasured)[], soak?: Soak): Goal[] {
  const find = (id: EngineId): Measured | undefined =>
    engines.find((e): e is Measured => e.engine === id && e.status === 'measured' && !e.software);
  const cpu = find('node-cpu');
  const torch = find('torch');
  const at = (
    name: string,
    value: number | undefined,
    limit: number,
    most: boolean,
    note?: string,
  ): Goal => ({
    name,
    goal: `${most ? 'at most' : 'at least'} ${limit}`,
    value: value ?? null,
    met: value === undefined ? null : most ? value <= limit : value >= limit,
    ...(note && { note }),
  });
  const usual = cpu?.schedules.default?.msPerSlice;
  const speedUp = (slow: Measured | undefined): number | undefined =>
    usual && slow?.schedules.reference && slow.schedules.reference.msPerSlice / usual;
  const growth = (of: (series: SeriesResult) => number | undefined): number | undefined => {
    const [first] = cpu?.series ?? [];
    const [low, high] = first && cpu ? [of(first), of(longest(cpu.series))] : [];
    return cpu && cpu.series.length > 1 && low && high ? high / low : undefined;
  };
  const { slices, buffers } = soak ?? {};
  const spread = (series: readonly SeriesResult[] | undefined): number | undefined => {
    const costs = series?.map(({ msPerSlice }) => msPerSlice) ?? [];
    return costs.length > 1 ? Math.max(...costs) / Math.min(...costs) : undefined;
  };
  const whole = cpu?.series[0];
  const theirs = torch?.series.find(({ sliceCount }) => sliceCount === whole?.sliceCount);
  return [
    at(
      'latent Bernoulli a slice: reference schedule in PyTorch eager over ours at its default, Node CPU',
      speedUp(torch),
      40,
      false,
    ),
    at(
      'the same over our own engine with the reference schedule',
      speedUp(cpu),
      40,
      false,
      'the schedule alone, without the engine',
    ),
    at('time outside session.run over time inside, Node CPU', whole?.overhead, 0.1, true),
    ...WASM.map(([id, where]) =>
      at(
        `time outside session.run over time inside, WebAssembly ${where}`,
        find(id)?.series[0]?.overhead,
        0.15,
        true,
      ),
    ),
    at(
      `series of ${whole?.sliceCount ?? 24}, both methods: Node CPU over PyTorch eager`,
      whole && theirs && whole.ms / theirs.ms,
      0.7,
      true,
    ),
    at('the same, time inside the networks alone', whole && theirs && whole.rawMs / theirs.rawMs, 0.7, true),
    at(
      'the same series, processor time of all threads',
      whole?.cpuMs !== undefined && theirs?.cpuMs !== undefined ? whole.cpuMs / theirs.cpuMs : undefined,
      0.7,
      true,
      'says more than time where the machine is busy',
    ),
    at('cost a slice, dearest length over cheapest, Node CPU', spread(cpu?.series), 1.1, true),
    at(
      'peak memory, longest series over shortest, Node CPU',
      growth(({ peakRssBytes }) => peakRssBytes),
      1.1,
      true,
    ),
    at(
      '1,000 slices, both methods, cancelled and resumed at random: results computed twice, or lost',
      slices?.twice,
      0,
      true,
      slices
        ? `${slices.cancellations} times; it ends when none is missing; models that cost nothing`
        : undefined,
    ),
    at('the same, heap at the end over heap at the start', slices && slices.end / slices.start, 1.1, true),
    at(
      `graphics buffers alive after ${buffers?.slices ?? 200} slices over after the first ones, WebGPU`,
      buffers && buffers.end / buffers.warm,
      1.1,
      true,
      buffers
        ? `${buffers.warm} buffers, ${(buffers.warmBytes / 2 ** 20).toFixed(1)} MiB; tiny weights on a device that computes nothing`
        : undefined,
    ),
    at('155 slices, both methods, on graphics hardware through WebGPU [s]', hardware(find), 3, true),
  ];
}

function hardware(find: (id: EngineId) => Measured | undefined): number | undefined {
  const gpu = find('browser-webgpu') ?? find('web-webgpu') ?? find('node-webgpu');
  const series = gpu?.series.find(({ sliceCount }) => sliceCount === 155);
  return series && series.ms / 1000;
}
