import { LacunaError } from '../../errors.ts';
import type { FromWorker, ToWorker } from './protocol.ts';

/** One worker and what is heard of it; silent once ended, so that a late message of a replaced worker cannot matter. */
export class WorkerLink {
  private ended = false;
  private readonly worker: Worker;

  /** @throws LacunaError `worker-crashed` when the browser refuses to make the worker */
  constructor(
    createWorker: () => Worker,
    listener: { onMessage(message: FromWorker): void; onCrash(error: LacunaError): void },
  ) {
    try {
      this.worker = createWorker();
    } catch (thrown) {
      const reason = thrown instanceof Error ? thrown.message : 'no reason was given';
      throw new LacunaError('worker-crashed', `The browser did not start the inference worker (${reason}).`);
    }
    this.worker.addEventListener('message', ({ data }: MessageEvent<FromWorker>) => {
      if (!this.ended) listener.onMessage(data);
    });
    const onCrash = (event: Event) => {
      event.preventDefault();
      const detail = 'message' in event && typeof event.message === 'string' ? event.message : event.type;
      if (!this.ended)
        listener.onCrash(new LacunaError('worker-crashed', `The inference worker crashed (${detail}).`));
    };
    this.worker.addEventListener('error', onCrash);
    this.worker.addEventListener('messageerror', onCrash);
  }

  post(message: ToWorker, transfer: Transferable[] = []): void {
    if (!this.ended) this.worker.postMessage(message, transfer);
  }

  /** Idempotent. */
  end(): void {
    this.ended = true;
    this.worker.terminate();
  }
}
