import { cancelled, LacunaError } from '@lacuna/core/errors.ts';
import type { ExportJob, ExportResult, OnProgress } from './export-job.ts';
import type { FromExportWorker, ToExportWorker } from './worker-messages.ts';
import { told } from '../text/say.ts';
import { t } from '../text/t.ts';

/** A job under way or finished, for as long as its objects may have to be compared with what a server gives back. */
export interface RunningJob {
  readonly result: Promise<ExportResult>;
  /** @throws LacunaError `verification-failed` when the bytes are not the object */
  check(index: number, returned: Uint8Array): Promise<void>;
  /** Ends the worker; whoever waits gets `cancelled`. Idempotent. */
  dispose(): void;
}

export type StartJob = (job: ExportJob, signal: AbortSignal, onProgress: OnProgress) => RunningJob;

/** The part of a Worker that is used; tests put a fake in its place. */
export type ExportWorker = Pick<Worker, 'postMessage' | 'terminate' | 'onmessage' | 'onerror'>;

const createWorker = (): ExportWorker =>
  new Worker(new URL('./export-worker.ts', import.meta.url), { type: 'module' });

/** Runs jobs in a worker of their own each; the arrays of the job are given away. */
export const startInWorker =
  (create: () => ExportWorker = createWorker): StartJob =>
  (job, signal, onProgress) => {
    const worker = create();
    const waiting = new Set<(error: LacunaError) => void>();
    const answers = new Map<string, (message: FromExportWorker) => void>();
    let ended: LacunaError | undefined;
    const end = (error: LacunaError) => {
      ended ??= error;
      signal.removeEventListener('abort', stop);
      worker.terminate();
      for (const reject of waiting) reject(error);
    };
    const stop = () => end(cancelled());
    const ask = <T>(answer: string, message: ToExportWorker, transfer: Transferable[], read: Read<T>) =>
      new Promise<T>((resolve, reject) => {
        if (ended) return reject(ended); // nobody is there to answer
        waiting.add(reject);
        answers.set(answer, (got) => {
          waiting.delete(reject);
          resolve(read(got));
        });
        worker.postMessage(message, transfer);
      });
    worker.onmessage = ({ data }: MessageEvent<FromExportWorker>) => {
      if (data.type === 'progress') onProgress(data.done, data.total);
      else if (data.type === 'failed') end(new LacunaError(data.code, data.message));
      else answers.get(data.type === 'checked' ? `checked ${data.index}` : 'result')?.(data);
    };
    worker.onerror = () => end(told('worker-crashed', t('export.stopped')));
    signal.addEventListener('abort', stop, { once: true });
    const result = ask('result', { type: 'run', job }, buffersOf(job), (got) =>
      got.type === 'result' ? got.result : unexpected(),
    );
    if (signal.aborted) stop();
    return {
      result,
      check: (index, returned) =>
        ask(`checked ${index}`, { type: 'check', index, returned }, [], (got) =>
          got.type === 'checked' ? got.findings : unexpected(),
        ).then(refuse),
      dispose: stop,
    };
  };

type Read<T> = (message: FromExportWorker) => T;

function unexpected(): never {
  throw told('worker-crashed', t('export.unexpected'));
}

function refuse(findings: readonly string[]): void {
  if (findings.length === 0) return;
  throw new LacunaError('verification-failed', t('export.otherObject'), { findings, told: true });
}

/** Every array of a job, each buffer once, so that nothing is copied on the way. */
function buffersOf({ layers, pixels = [] }: ExportJob): ArrayBuffer[] {
  const planes = layers.flatMap(({ masks, maps = [], regions }) => [
    ...masks,
    ...maps,
    ...(regions?.labels ?? []),
  ]);
  const buffers = [...planes, ...pixels].flatMap((plane) => (plane ? [plane.buffer as ArrayBuffer] : []));
  return [...new Set(buffers)];
}
