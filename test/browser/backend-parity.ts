/**
 * The same detectors on different back-ends: onnxruntime in Node, WebAssembly and WebGPU in Chromium.
 * WebGPU runs on a software adapter, so with the tiny fixture bundle; the shipped weights run on one built-in study.
 */
import assert from 'node:assert/strict';
import path from 'node:path';
import { METHOD_IDS, type MethodId } from '@lacuna/core/inference/detector.ts';
import { Engine } from '@lacuna/core/inference/engine.ts';
import { openNodeSessions } from '@lacuna/core/inference/session-ort-node.ts';
import { thresholdMask } from '@lacuna/core/anomaly/mask.ts';
import type { SourceSlice } from '@lacuna/core/imaging/series.ts';
import { readDicomFolder } from '../../cli/src/dicom-folder.ts';
import { folderWeights } from '../../cli/src/folder-weights.ts';
import type { ParityRequest } from './pages/parity-page.ts';
import { Checks } from './support/checks.ts';
import { launchChromium } from './support/chromium.ts';
import { REPOSITORY, servePage } from './support/page-server.ts';

const TINY = 'test/fixtures/weights-tiny';
const SHIPPED = 'models/weights/flair-small';
const SETTINGS = { seed: 7 };
const checks = new Checks();

interface Outcome {
  results: { index: number; method: MethodId; map: ArrayLike<number>; score: number; elapsedMs: number }[];
  backend: { id: string; detail: string; fallbackReason?: string };
  elapsedMs: number;
}

const server = await servePage({
  scripts: {
    '/page.js': 'test/browser/pages/parity-page.ts',
    '/worker.js': 'src/inference/worker/inference-worker.ts',
  },
  folders: { '/ort/': 'node_modules/onnxruntime-web/dist', '/tiny/': TINY, '/shipped/': SHIPPED },
});
const browser = await launchChromium({ webgpu: true });

async function inBrowser(request: ParityRequest): Promise<Outcome> {
  const page = await browser.newPage();
  page.on('pageerror', (error) => console.log(`  page: ${error.message}`));
  await page.goto(server.address);
  await page.waitForFunction(() => typeof window.lacunaDetect === 'function');
  const outcome = await page.evaluate((r) => window.lacunaDetect(r), request);
  await page.close();
  return outcome;
}

async function inNode(
  weights: string,
  key: string,
  slices: SourceSlice[],
  order: number[],
): Promise<Outcome> {
  const engine = await Engine.open(await openNodeSessions(), folderWeights(path.join(REPOSITORY, weights)));
  const prepared = await engine.prepareSeries({ key, slices });
  const results: Outcome['results'] = [];
  for (const index of order)
    for (const method of METHOD_IDS) {
      const slice = await engine.detectSlice(prepared, index, method, SETTINGS);
      results.push({ index, method, map: slice.anomalyMap, score: slice.score, elapsedMs: slice.elapsedMs });
    }
  await engine.dispose();
  return { results, backend: engine.backend, elapsedMs: 0 };
}

const request = (
  backend: 'wasm' | 'webgpu',
  weightsUrl: string,
  seriesKey: string,
  slices: SourceSlice[],
  order: number[],
): ParityRequest => ({
  backend,
  weightsUrl,
  seriesKey,
  order,
  slices: slices.map((slice) => ({ ...slice, pixels: Array.from(slice.pixels) })),
  methods: [...METHOD_IDS],
  settings: SETTINGS,
});

/** Largest absolute difference of two runs' maps; throws when they are not of the same slices. */
function largestDifference(a: Outcome, b: Outcome): number {
  assert.equal(a.results.length, b.results.length);
  let largest = 0;
  for (const x of a.results) {
    const y = b.results.find((other) => other.index === x.index && other.method === x.method);
    assert.ok(y && y.map.length === x.map.length, `slice ${x.index} of ${x.method} is missing`);
    for (let i = 0; i < x.map.length; i++) largest = Math.max(largest, Math.abs(x.map[i]! - y.map[i]!));
  }
  return largest;
}

const alive = (outcome: Outcome): boolean =>
  METHOD_IDS.every((method) =>
    outcome.results.some((r) => r.method === method && new Set(Array.from(r.map)).size > 100),
  );

const [series] = (await readDicomFolder(path.join(REPOSITORY, 'viewer/studies/synthetic-a'))).series;
assert.ok(series, 'the built-in study is missing');
const { key, slices } = series.source;
const middle = Math.floor(slices.length / 2);

console.log('back-end parity');
await checks.check('Chromium has a WebGPU adapter (canary)', async () => {
  const page = await browser.newPage();
  await page.goto(server.address);
  const adapter = await page.evaluate(async () => {
    const { gpu } = navigator as { gpu?: { requestAdapter(): Promise<unknown> } };
    return Boolean(await gpu?.requestAdapter());
  });
  await page.close();
  assert.ok(adapter, 'no WebGPU adapter: check the flags in support/chromium.ts');
});

let tinyWasm: Outcome | undefined;
await checks.check('tiny weights: WebAssembly in Chromium equals Node to 1e-4', async () => {
  const order = [middle];
  const [wasm, node] = [
    await inBrowser(request('wasm', '/tiny/', key, slices as SourceSlice[], order)),
    await inNode(TINY, key, slices as SourceSlice[], order),
  ];
  assert.equal(wasm.backend.id, 'wasm');
  assert.ok(alive(wasm), 'the tiny maps are constant: the comparison would prove nothing');
  const difference = largestDifference(wasm, node);
  console.log(
    `       largest difference ${difference.toExponential(1)} (${wasm.backend.detail}; ${node.backend.detail})`,
  );
  assert.ok(difference <= 1e-4);
  tinyWasm = wasm;
});

await checks.check('tiny weights: WebGPU on a software adapter equals WebAssembly to 1e-4', async () => {
  assert.ok(tinyWasm, 'needs the WebAssembly run');
  const gpu = await inBrowser(request('webgpu', '/tiny/', key, slices as SourceSlice[], [middle]));
  assert.equal(gpu.backend.id, 'webgpu');
  const difference = largestDifference(gpu, tinyWasm);
  console.log(`       largest difference ${difference.toExponential(1)} on ${gpu.backend.detail}`);
  assert.ok(difference <= 1e-4);
});

await checks.check(
  'shipped weights: WebAssembly and Node masks differ in less than 0.1 % of the pixels',
  async () => {
    const order = [middle - 4, middle, middle + 4, middle + 8];
    const node = await inNode(SHIPPED, key, slices as SourceSlice[], order);
    const wasm = await inBrowser(request('wasm', '/shipped/', key, slices as SourceSlice[], order));
    const { methods, minimumRegionAreaMm2 } = (await folderWeights(
      path.join(REPOSITORY, SHIPPED),
    ).readManifest()) as {
      methods: Record<MethodId, { thresholds: { fpr1: number } }>;
      minimumRegionAreaMm2: number;
    };
    let [pixels, differing, marked] = [0, 0, 0];
    for (const a of node.results) {
      const b = wasm.results.find((other) => other.index === a.index && other.method === a.method)!;
      const { geometry } = slices[a.index]!;
      const masks = [a, b].map((r) =>
        thresholdMask(
          Float32Array.from(r.map),
          geometry,
          methods[a.method].thresholds.fpr1,
          minimumRegionAreaMm2,
        ),
      );
      pixels += masks[0]!.length;
      for (let i = 0; i < masks[0]!.length; i++) {
        if (masks[0]![i]) marked++;
        if (masks[0]![i] !== masks[1]![i]) differing++;
      }
    }
    const perSlice = wasm.elapsedMs / order.length;
    console.log(
      `       ${differing} of ${pixels} pixels differ, ${marked} marked; largest map difference ${largestDifference(node, wasm).toExponential(1)}; ${perSlice.toFixed(0)} ms a slice for both methods on ${wasm.backend.detail}`,
    );
    assert.ok(marked > 0, 'no pixel is marked: the comparison would prove nothing');
    assert.ok(differing / pixels < 0.001);
  },
);

await browser.close();
await server.close();
checks.finish();
