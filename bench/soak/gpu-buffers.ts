/**
 * Counts the graphics buffers alive while the engine works through slices on WebGPU, and prints them as JSON. The device
 * is one of Dawn that takes every command and computes nothing, so that it is quick without graphics hardware; only the
 * brain mask is computed, on WebAssembly. `--hardware` takes the machine's own device for everything.
 * Run with --expose-gc: buffers that nobody destroys count as freed once they are collected.
 */
import path from 'node:path';
import { pathToFileURL } from 'node:url';
import { METHOD_IDS } from '@lacuna/core/inference/detector.ts';
import { Engine } from '@lacuna/core/inference/engine.ts';
import type { ModelSession, SessionFactory } from '@lacuna/core/inference/session.ts';
import { wasmSessions } from '@lacuna/core/inference/session-ort.ts';
import { openWebSessions } from '@lacuna/core/inference/session-ort-web.ts';
import { readDicomFolder } from '../../cli/src/dicom-folder.ts';
import { folderWeights } from '../../cli/src/folder-weights.ts';
import { openDawn } from '../contender/dawn.ts';
import { repeatedSeries } from '../input/repeated-series.ts';

export interface GpuBuffers {
  slices: number;
  created: number;
  /** Alive before anything ran, after the first slices, after all, after the engine was closed. */
  atOpening: number;
  warm: number;
  end: number;
  closed: number;
  warmBytes: number;
  endBytes: number;
}

const WARM_UP = 5;
const slices = 200;
const hardware = process.argv.includes('--hardware');

interface Buffer {
  readonly size: number;
  destroy(): void;
}
const gpu = await openDawn(...(hardware ? [] : ['backend=null']));
const { prototype } = (
  globalThis as unknown as { GPUDevice: { prototype: { createBuffer(d: object): Buffer } } }
).GPUDevice;
const alive = new Map<number, number>();
const collected = new FinalizationRegistry<number>((id) => alive.delete(id));
let created = 0;
const { createBuffer } = prototype;
prototype.createBuffer = function (descriptor) {
  const buffer = createBuffer.call(this, descriptor);
  const id = created++;
  alive.set(id, buffer.size);
  collected.register(buffer, id);
  const destroy = buffer.destroy.bind(buffer);
  buffer.destroy = () => {
    alive.delete(id);
    destroy();
  };
  return buffer;
};
const bytes = () => [...alive.values()].reduce((sum, size) => sum + size, 0);
async function settle(): Promise<void> {
  for (let i = 0; i < 4; i++) {
    await new Promise((resolve) => setTimeout(resolve, 20));
    globalThis.gc!();
  }
}

const [study] = (await readDicomFolder('viewer/studies/synthetic-a')).series;
const ortUrl = pathToFileURL(path.resolve('node_modules/onnxruntime-web/dist/')).href + '/';
const sessions = await openWebSessions({ ortUrl, gpu, threads: 1 }, { backend: 'webgpu', selfTest: false });
const onWasm = wasmSessions(await import('onnxruntime-web/webgpu'), 1);
/** A device that computes nothing gives what happens to lie in its memory: read back as ever, then set to 0. */
const mixed: SessionFactory = {
  backend: sessions.backend,
  create: async (bytes, spec) => {
    if (hardware) return sessions.create(bytes, spec);
    if (spec.key === 'brainMask') return onWasm.create(bytes, spec);
    const session = await sessions.create(bytes, spec);
    const run: ModelSession['run'] = async (inputs, signal) => {
      const outputs = await session.run(inputs, signal);
      for (const { data } of Object.values(outputs)) data.fill(0);
      return outputs;
    };
    return { run, dispose: () => session.dispose() };
  },
  dispose: () => sessions.dispose(),
};
const engine = await Engine.open(mixed, folderWeights('test/fixtures/weights-tiny'));
const series = await engine.prepareSeries(
  repeatedSeries(study!.source.slices.slice(6, 18), slices + WARM_UP),
);
await settle();
const atOpening = alive.size;
const run = async (from: number, count: number) => {
  for (let i = from; i < from + count; i++)
    for (const method of METHOD_IDS) await engine.detectGrid(series, i, method, { seed: 0 });
  await settle();
  return { buffers: alive.size, bytes: bytes() };
};
const warm = await run(0, WARM_UP);
const end = await run(WARM_UP, slices);
await engine.dispose();
await settle();
const found: GpuBuffers = {
  slices,
  created,
  atOpening,
  warm: warm.buffers,
  end: end.buffers,
  closed: alive.size,
  warmBytes: warm.bytes,
  endBytes: end.bytes,
};
console.log(JSON.stringify(found));
process.exit(0);
