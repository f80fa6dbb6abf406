// The thread of the models with a clock around the runtime's `session.run`, whose reading goes with each answer.
import { parentPort } from 'node:worker_threads';

const { register } = await import('tsx/esm/api');
register({ tsconfig: false });
const { RawClock } = await import('./raw-clock.ts');
const { serveSessions } = await import('../../cli/src/beside/serve-sessions.ts');
const clock = new RawClock();
clock.watch((await import('onnxruntime-node')).InferenceSession);
serveSessions(parentPort, () => clock.runs.pop());
