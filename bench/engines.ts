import { createRequire } from 'node:module';
import { findPython } from '../scripts/environment.mjs';
import type { Asked } from './asked.ts';
import { browserContender } from './browser/browser-contender.ts';
import type { EngineId } from './contender/messages.ts';
import { graphicsDevices, graphicsEnvironment } from './machine.ts';
import type { Options } from './options.ts';
import { spawnContender } from './spawned.ts';

export interface Planned {
  engine: EngineId;
  /** WebGPU on the processor: a check of the path with tiny weights, not a figure. */
  software: boolean;
  start(): Promise<Asked>;
}

const tsx = createRequire(import.meta.url).resolve('tsx');
const node = (engine: EngineId, env: NodeJS.ProcessEnv = {}) =>
  spawnContender(process.execPath, ['--import', tsx, 'bench/contender/process.ts', engine], env);

const BY_BACKEND: Readonly<Record<Options['backends'][number], readonly EngineId[]>> = {
  cpu: ['node-cpu'],
  wasm: ['web-wasm'],
  webgpu: ['node-webgpu', 'web-webgpu'],
};

/** The engines that the options ask for, in the order in which they take turns. */
export function plannedEngines(options: Options): Planned[] {
  const planned: Planned[] = options.backends.flatMap((backend) =>
    BY_BACKEND[backend].map((engine) => ({
      engine,
      software: backend === 'webgpu' && graphicsDevices().length === 0,
      start: () => Promise.resolve(node(engine, backend === 'webgpu' ? graphicsEnvironment() : {})),
    })),
  );
  if (options.browser)
    for (const backend of ['wasm', 'webgpu'] as const)
      if (options.backends.includes(backend)) planned.push(inBrowser(backend));
  if (options.torch) planned.splice(1, 0, { engine: 'torch', software: false, start: startTorch });
  return planned;
}

function inBrowser(backend: 'wasm' | 'webgpu'): Planned {
  const software = backend === 'webgpu' && graphicsDevices().length === 0;
  return {
    engine: `browser-${backend}`,
    software,
    start: () => Promise.resolve(browserContender(backend, software)),
  };
}

function startTorch(): Promise<Asked> {
  const python = findPython('torch', 'onnxruntime', 'onnx', 'scipy');
  if (!python)
    return Promise.reject(new Error('no Python with torch, onnx, onnxruntime and scipy; set LACUNA_PYTHON'));
  return Promise.resolve(
    spawnContender(python, ['-m', 'lacuna_training.speed'], { PYTHONPATH: 'models/training' }),
  );
}
