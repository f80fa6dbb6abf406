import type { Trial } from './choose.ts';

/** Asks a fresh worker to try one back-end; it answers once and is ended by the page. */
export interface TrialRequest {
  type: 'trial';
  backend: 'webgpu' | 'wasm';
  threads: number;
  weightsUrl: string;
  ortUrl: string;
}
export type TrialReply = { type: 'trial-done'; trial: Trial } | { type: 'trial-failed'; message: string };

/** The part of a worker that a trial needs; structural, so that tests can stand in for it. */
export interface TrialWorker {
  postMessage(message: TrialRequest): void;
  addEventListener(
    type: 'message' | 'error',
    listener: (event: { data?: unknown; message?: string }) => void,
  ): void;
  terminate(): void;
}

/**
 * One trial in a worker of its own: a back-end that hangs or kills its realm takes nothing else with it, and threads can
 * be chosen, which onnxruntime fixes once a realm. The worker is ended when the trial settles or the signal is aborted.
 */
export function trialInWorker(
  createWorker: () => TrialWorker,
  request: TrialRequest,
  signal: AbortSignal,
): Promise<Trial> {
  return new Promise<Trial>((resolve, reject) => {
    const worker = createWorker();
    const settle = (act: () => void) => {
      worker.terminate();
      act();
    };
    signal.addEventListener('abort', () => settle(() => reject(new Error('cancelled'))), { once: true });
    worker.addEventListener('error', ({ message }) =>
      settle(() => reject(new Error(`its worker crashed (${message ?? 'no reason was given'})`))),
    );
    worker.addEventListener('message', ({ data }) => {
      const reply = data as TrialReply;
      if (reply.type === 'trial-done') settle(() => resolve(reply.trial));
      if (reply.type === 'trial-failed') settle(() => reject(new Error(reply.message)));
    });
    worker.postMessage(request);
  });
}
