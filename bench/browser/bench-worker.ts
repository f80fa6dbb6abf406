/** The viewer's own worker with a clock around the runtime's `session.run`; the page asks for it over a channel. */
import { InferenceSession } from 'onnxruntime-web/wasm';
import { InferenceSession as WebGpuSession } from 'onnxruntime-web/webgpu';
import { waitForGraphics } from '../contender/graphics-wait.ts';
import { RawClock } from '../contender/raw-clock.ts';
import type { ClockReading, ClockRequest } from './clock-messages.ts';
import '@lacuna/core/inference/worker/inference-worker.ts';

const settle = waitForGraphics();
const clock = new RawClock();
clock.watch(InferenceSession);
if ((WebGpuSession as object) !== InferenceSession) clock.watch(WebGpuSession);

const channel = new BroadcastChannel('lacuna-bench');
channel.onmessage = ({ data }: MessageEvent<ClockRequest>) => {
  clock.settle = data === 'reset and wait' ? settle : undefined;
  channel.postMessage({ ms: clock.ms, runs: clock.runs } satisfies ClockReading);
  clock.reset();
};
