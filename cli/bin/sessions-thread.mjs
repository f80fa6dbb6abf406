// The thread in which the models of `lacuna detect` compute; started by it, never by hand.
import { parentPort } from 'node:worker_threads';

const { register } = await import('tsx/esm/api');
register({ tsconfig: false });
const { serveSessions } = await import('../src/beside/serve-sessions.ts');
serveSessions(parentPort);
