// A worker process whose cases are sums that take a while: the queue as it is, without the time of detectors.
// Arguments: queue address, ms per case, stalled after ms, weights hash.
import { createHash } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import { LacunaError } from '@lacuna/core/errors.ts';
import { UnfitWorkerError, work } from '../../../../cli/src/queue/worker.ts';

const [url, msPerCase, stalledAfterMs, weightsSha256] = process.argv.slice(2) as [
  string,
  string,
  string,
  string,
];
const abort = new AbortController();
process.on('SIGINT', () => abort.abort());

interface Reference {
  number: number;
  throws?: string;
}

try {
  await work(
    {
      software: 'test',
      weightsId: 'test-weights',
      weightsSha256,
      async run({ settings, reference, signal }) {
        const { number, throws } = reference as Reference;
        process.stdout.write(`began ${number}\n`);
        if (throws === 'unfit') throw new UnfitWorkerError('invalid-argument', 'The data is not here.');
        if (throws) throw new LacunaError('corrupt-file', throws);
        await sleep(Number(msPerCase), undefined, { signal });
        const { seed } = JSON.parse(settings) as { seed: number };
        return {
          number,
          square: number * number + seed,
          bytes: new Uint8Array(createHash('sha256').update(`${seed}/${number}`).digest()),
          pid: process.pid,
        };
      },
    },
    {
      url,
      stalledAfterMs: Number(stalledAfterMs),
      idleLimitMs: undefined,
      tell: (sentence) => process.stderr.write(`${sentence}\n`),
    },
    abort.signal,
  );
} catch (thrown) {
  process.stderr.write(`${thrown instanceof Error ? thrown.message : String(thrown)}\n`);
  process.exitCode = 3;
}
