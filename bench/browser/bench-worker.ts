/** The viewer's own worker with a clock around the runtime's `session.run`; the page asks for it over a channel. */
import { InferenceSession } from 'onnxruntime-web/wasm';
import { InferenceSession as WebGpuSession } from 'onnxruntime-web/webgpu';
import { RawClock } from '../contender/raw-clock.ts';
import '@lacuna/core/inference/worker/inference-worker.ts';

const clock = new RawClock();
clock.watch(InferenceSession);
if ((WebGpuSession as object) !== InferenceSession) clock.watch(WebGpuSession);

const channel = new BroadcastChannel('lacuna-bench');
channel.onmessage = ({ data }) => {
  if (data !== 'read and reset') return;
  channel.postMessage({ ms: clock.ms, calls: clock.calls });
  clock.reset();
};
