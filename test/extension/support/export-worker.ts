import type { ExportWorker } from '../../../extension/src/export/job-runner.ts';
import { serveExport } from '../../../extension/src/export/serve-export.ts';
import type { FromExportWorker, ToExportWorker } from '../../../extension/src/export/worker-messages.ts';

export interface LocalWorker extends ExportWorker {
  ended: boolean;
  /** Buffers that the page gave away with its messages. */
  readonly taken: unknown[];
}

const aTurnLater = (work: () => void) => void setTimeout(work, 0);

/** The export worker's own code in this realm, which does its work when `begin` lets it. */
export function localWorker(begin: (work: () => void) => void = aTurnLater): LocalWorker {
  const worker: LocalWorker = {
    ended: false,
    taken: [],
    onmessage: null,
    onerror: null,
    terminate: () => void (worker.ended = true),
    postMessage: (message: ToExportWorker, transfer?: unknown) => {
      worker.taken.push(...((transfer as unknown[] | undefined) ?? []));
      begin(() => {
        if (!worker.ended) serve(message);
      });
    },
  };
  const serve = serveExport((data: FromExportWorker) => {
    if (!worker.ended) worker.onmessage?.call(worker as never, { data } as MessageEvent);
  });
  return worker;
}
