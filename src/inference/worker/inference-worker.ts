/** Entry of the inference worker: binds the host to the realm of a dedicated module worker. */
import { describeThrown } from '../../errors.ts';
import { usualThreads } from '../backend/candidates.ts';
import { runTrial } from '../backend/trial.ts';
import type { TrialReply, TrialRequest } from '../backend/trial-messages.ts';
import { openWebSessions } from '../session-ort-web.ts';
import type { Gpu } from '../session-webgpu-device.ts';
import { fetchWeights } from './fetch-weights.ts';
import { InferenceHost } from './host.ts';
import { IndexedDbResults } from './indexed-db-results.ts';
import type { FromWorker, ToWorker } from './protocol.ts';

interface WorkerRealm {
  readonly crossOriginIsolated: boolean;
  readonly navigator: { readonly gpu?: Gpu; readonly hardwareConcurrency?: number };
  readonly location: { readonly pathname: string };
  postMessage(message: FromWorker | TrialReply, transfer?: Transferable[]): void;
  addEventListener(type: 'message', listener: (event: MessageEvent<ToWorker | TrialRequest>) => void): void;
}
const realm = globalThis as unknown as WorkerRealm;
const { crossOriginIsolated, navigator } = realm;
const { gpu, hardwareConcurrency: processors = 1 } = navigator;
const threads = usualThreads({ crossOriginIsolated, processors });
const openWeights = (weightsUrl: string) => fetchWeights(weightsUrl, globalThis.fetch.bind(globalThis));

const host = new InferenceHost({
  post: (message, transfer) => realm.postMessage(message, transfer),
  openSessions: ({ ortUrl, backend, fallbackReason, threads: wanted = threads }, onProgress) =>
    openWebSessions({ ortUrl, threads: wanted, gpu, onProgress }, { backend, fallbackReason }),
  openWeights,
  warmUp: true,
  openDisk: () => IndexedDbResults.open(),
  code: realm.location.pathname, // of a built viewer it holds the hash of this script
});

/** A try of one back-end; the page ends this worker afterwards. */
async function answerTrial({
  backend,
  ortUrl,
  weightsUrl,
  threads: wanted,
}: TrialRequest): Promise<TrialReply> {
  try {
    const sessions = await openWebSessions({ ortUrl, threads: wanted, gpu }, { backend, selfTest: false });
    return { type: 'trial-done', trial: await runTrial(sessions, openWeights(weightsUrl)) };
  } catch (thrown) {
    return { type: 'trial-failed', message: describeThrown(thrown) };
  }
}

realm.addEventListener('message', ({ data }) => {
  if (data.type === 'trial') void answerTrial(data).then((reply) => realm.postMessage(reply));
  else host.receive(data);
});
