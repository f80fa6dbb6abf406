/** `npm run bench` end to end on the tiny weights: every stage, the goals, the page. */
import { spawnSync } from 'node:child_process';
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { MODEL_KEYS } from '@lacuna/core/inference/manifest-types.ts';
import { goals } from '../../bench/goals.ts';
import { readOptions } from '../../bench/options.ts';
import { historyLine } from '../../bench/page/history.ts';
import { performancePage } from '../../bench/page/page.ts';
import type { BenchResult, Measured } from '../../bench/result.ts';

describe('a quick run', () => {
  const folder = fs.mkdtempSync(path.join(os.tmpdir(), 'lacuna-bench-test-'));
  const json = path.join(folder, 'run.json');
  let result: BenchResult;
  let cpu: Measured;

  beforeAll(() => {
    const args = [
      '--import',
      'tsx',
      'bench/main.ts',
      '--quick',
      '--no-torch',
      '--backend',
      'cpu',
      '--slices',
      '2,4',
    ];
    const run = spawnSync(
      process.execPath,
      [
        ...args,
        '--weights',
        'test/fixtures/weights-tiny',
        '--json',
        json,
        '--history',
        path.join(folder, 'h.jsonl'),
      ],
      { encoding: 'utf8' },
    );
    if (run.status !== 0) throw new Error(run.stdout + run.stderr);
    result = JSON.parse(fs.readFileSync(json, 'utf8')) as BenchResult;
    const [first] = result.engines;
    if (first?.status !== 'measured') throw new Error(JSON.stringify(first));
    cpu = first;
  }, 180_000);
  afterAll(() => fs.rmSync(folder, { recursive: true, force: true }));

  test('times every model and the work around them', () => {
    const stages = new Map(cpu.stages.map((stage) => [stage.stage, stage]));
    for (const key of MODEL_KEYS) {
      const { ms, rawMs, gflops, shareOfPeak, cost } = stages.get(key)!;
      expect(ms).toBeGreaterThanOrEqual(rawMs!);
      expect(rawMs).toBeGreaterThan(0);
      expect(gflops).toBeCloseTo(cost!.flops / rawMs! / 1e6, 6);
      expect(shareOfPeak).toBeGreaterThan(0);
    }
    for (const stage of [
      'to the model grid',
      'brain mask clean-up',
      'normalise',
      'map calculation',
      'map back to the source',
    ])
      expect(stages.get(stage)!.ms).toBeGreaterThan(0);
  });

  test('times series of both lengths, with the time inside the runtime', () => {
    expect(cpu.series.map(({ sliceCount }) => sliceCount)).toEqual([2, 4]);
    for (const { ms, rawMs, cpuMs, overhead, rounds, peakRssBytes } of cpu.series) {
      expect(rawMs).toBeGreaterThan(0);
      expect(ms).toBeGreaterThan(rawMs);
      expect(cpuMs).toBeGreaterThan(0);
      expect(overhead).toBeGreaterThan(0);
      expect(peakRssBytes).toBeGreaterThan(2 ** 20);
      for (const sum of Object.values(rounds[0]!.mapSum)) expect(sum).toBeGreaterThan(0);
    }
    expect(cpu.opened.openMs).toBeGreaterThan(0);
    expect(cpu.schedules.default!.denoiserCalls).toBeGreaterThanOrEqual(1);
  });

  test('makes a page and a line of history without any figure of its own', () => {
    const page = performancePage(result, [historyLine(result)]);
    expect(page).toContain('GPU hardware');
    expect(page).toContain(cpu.series[0]!.msPerSlice.toFixed(1));
    expect(page).not.toMatch(/NaN|undefined|null/);
    const history = fs.readFileSync(path.join(folder, 'h.jsonl'), 'utf8');
    expect(JSON.parse(history)).toMatchObject({ weights: 'weights-tiny' });
  });

  test('goals that need another engine are not measured, the others are judged', () => {
    const of = (name: string) => result.goals.find((goal) => goal.name.includes(name))!;
    expect(of('PyTorch eager over ours')).toMatchObject({ value: null, met: null });
    expect(of('inside, Node CPU').met).not.toBeNull();
    const slow = {
      ...cpu,
      series: [
        { ...cpu.series[0]!, msPerSlice: 1 },
        { ...cpu.series[1]!, msPerSlice: 1.2 },
      ],
    };
    const judged = goals([slow]).find(({ name }) => name.startsWith('cost a slice'));
    expect(judged).toMatchObject({ value: 1.2, met: false });
  });
});

describe('options', () => {
  test.each([
    ['--backend', 'cuda'],
    ['--slices', '0'],
    ['--method', 'magic'],
    ['--threads', 'x'],
    ['--what'],
  ])('%s %s is refused', (...args) => {
    expect(() => readOptions(args, 2)).toThrow();
  });
  test('default: all back-ends, both methods, at most four threads', () => {
    expect(readOptions([], 16)).toMatchObject({
      threads: 4,
      rounds: 3,
      slices: [24, 155, 512],
      browser: false,
    });
  });
});
