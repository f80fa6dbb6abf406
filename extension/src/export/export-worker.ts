/** Entry of the export worker: writes and verifies away from the page, so that half a gigabyte of maps blocks nothing. */
import { serveExport } from './serve-export.ts';
import type { FromExportWorker, ToExportWorker } from './worker-messages.ts';

interface WorkerScope {
  postMessage(message: FromExportWorker, transfer?: Transferable[]): void;
  onmessage: ((event: MessageEvent<ToExportWorker>) => void) | null;
}
const scope = globalThis as unknown as WorkerScope;
const serve = serveExport((message, transfer) => scope.postMessage(message, transfer));

scope.onmessage = ({ data }) => serve(data);
