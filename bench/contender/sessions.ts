import path from 'node:path';
import { pathToFileURL } from 'node:url';
import type { RunQueue } from '@lacuna/core/inference/run-queue.ts';
import type { ModelSession, SessionFactory } from '@lacuna/core/inference/session.ts';
import { OrtSession, opening } from '@lacuna/core/inference/session-ort.ts';
import { openNodeSessions } from '@lacuna/core/inference/session-ort-node.ts';
import { openWebSessions } from '@lacuna/core/inference/session-ort-web.ts';
import { openSessionsBeside, queueBeside } from '../../cli/src/beside/sessions-beside.ts';
import { openDawn } from './dawn.ts';
import { waitForGraphics } from './graphics-wait.ts';
import type { EngineId } from './messages.ts';
import type { RawClock, RawRun } from './raw-clock.ts';

/** Relative to the repository root, which is the working directory of every contender. */
const ORT_WEB = 'node_modules/onnxruntime-web/dist/';

export interface OpenedSessions {
  sessions: SessionFactory;
  versions: Readonly<Record<string, string>>;
  /** Which the engine is to use; absent: its own. */
  queue?: RunQueue;
  /** Waits for a back-end that works on after it has answered; absent where there is none. */
  settle?: () => Promise<void>;
}

/** The sessions of one engine in this Node process, watched by the clock. */
export async function openEngine(id: EngineId, threads: number, clock: RawClock): Promise<OpenedSessions> {
  switch (id) {
    case 'node-cpu':
      return {
        sessions: await openSessionsBeside({
          backend: 'cpu',
          threads,
          entry: new URL('./sessions-thread.mjs', import.meta.url),
          onNote: (run) => clock.add(run as RawRun),
        }),
        queue: queueBeside(),
        versions: await versions('node'),
      };
    case 'node-webgpu':
      return { sessions: await nodeWebGpu(clock), versions: await versions('node') };
    case 'web-wasm': {
      clock.watch((await import('onnxruntime-web')).InferenceSession);
      return {
        sessions: await openNodeSessions({ backend: 'wasm', threads }),
        versions: await versions('web'),
      };
    }
    case 'web-webgpu': {
      const gpu = await openDawn();
      const settle = waitForGraphics();
      clock.watch((await import('onnxruntime-web/webgpu')).InferenceSession);
      const ortUrl = pathToFileURL(path.resolve(ORT_WEB)).href;
      return {
        sessions: await openWebSessions({ ortUrl, gpu, threads: 1 }, { backend: 'webgpu' }),
        versions: await versions('web'),
        settle,
      };
    }
    default:
      throw new Error(`The engine ${id} does not run in this process.`);
  }
}

/** The native runtime on the thread of the engine. */
export async function openOnThisThread(clock: RawClock, threads: number): Promise<OpenedSessions> {
  clock.watch((await import('onnxruntime-node')).InferenceSession);
  return {
    sessions: await openNodeSessions({ backend: 'cpu', threads }),
    versions: await versions('node'),
  };
}

/** onnxruntime-node's own WebGPU; a back-end of the benchmark only, the product uses its CPU. */
async function nodeWebGpu(clock: RawClock): Promise<SessionFactory> {
  const ort = await import('onnxruntime-node');
  clock.watch(ort.InferenceSession);
  return {
    backend: { id: 'webgpu', detail: "onnxruntime-node's WebGPU" },
    create: (bytes, spec) =>
      opening(spec.file, async (): Promise<ModelSession> => {
        const options = { executionProviders: ['webgpu'], logSeverityLevel: 3 as const };
        return new OrtSession(await ort.InferenceSession.create(bytes, options), ort.Tensor);
      }),
    dispose: () => Promise.resolve(),
  };
}

async function versions(build: 'node' | 'web'): Promise<Record<string, string>> {
  const { env } = build === 'node' ? await import('onnxruntime-node') : await import('onnxruntime-web');
  return { [`onnxruntime-${build}`]: env.versions[build] ?? env.versions.common, node: process.version };
}
