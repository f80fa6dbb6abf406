/** Entry of the inference worker: binds the host to the realm of a dedicated module worker. */
import { openWebSessions } from '../session-ort-web.ts';
import type { Gpu } from '../session-webgpu-device.ts';
import { fetchWeights } from './fetch-weights.ts';
import { InferenceHost } from './host.ts';
import { IndexedDbResults } from './indexed-db-results.ts';
import type { FromWorker, ToWorker } from './protocol.ts';

/** More threads than this bring little for models of this size, and starve the page. */
const MOST_THREADS = 4;

interface WorkerRealm {
  readonly crossOriginIsolated: boolean;
  readonly navigator: { readonly gpu?: Gpu; readonly hardwareConcurrency?: number };
  readonly location: { readonly pathname: string };
  postMessage(message: FromWorker, transfer: Transferable[]): void;
  addEventListener(type: 'message', listener: (event: MessageEvent<ToWorker>) => void): void;
}
const realm = globalThis as unknown as WorkerRealm;

/**
 * One core stays with the page. On two cores that costs nothing: a series of 24 slices took 10 s with one thread, 12 s
 * with two.
 */
const threads = realm.crossOriginIsolated
  ? Math.min(Math.max((realm.navigator.hardwareConcurrency ?? 1) - 1, 1), MOST_THREADS)
  : 1;

const host = new InferenceHost({
  post: (message, transfer) => realm.postMessage(message, transfer),
  openSessions: ({ ortUrl, backend, fallbackReason }) =>
    openWebSessions({ ortUrl, threads, gpu: realm.navigator.gpu }, { backend, fallbackReason }),
  openWeights: (weightsUrl) => fetchWeights(weightsUrl, globalThis.fetch.bind(globalThis)),
  openDisk: () => IndexedDbResults.open(),
  code: realm.location.pathname, // of a built viewer it holds the hash of this script
});
realm.addEventListener('message', ({ data }) => host.receive(data));
