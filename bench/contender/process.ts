/** A contender in a Node process of its own: JSON requests on stdin, one a line, JSON answers on stdout. */
import readline from 'node:readline';
import { folderWeights } from '../../cli/src/folder-weights.ts';
import { readSlices } from '../input/slice-file.ts';
import { forgetPeak, residentMemory } from '../process/memory.ts';
import { Contender } from './contender.ts';
import type { EngineId, Request } from './messages.ts';
import { RawClock } from './raw-clock.ts';
import { openEngine } from './sessions.ts';

const engine = process.argv[2] as EngineId;
let contender: Contender | undefined;

async function answer(request: Request): Promise<unknown> {
  if (request.command === 'open') {
    const clock = new RawClock();
    const { contender: made, opened } = await Contender.open({
      sessions: () => openEngine(engine, request.threads, clock),
      weights: folderWeights(request.weights),
      slices: readSlices(request.slices),
      clock,
      sinceStart: () => performance.now(),
      cpuMs: () => {
        const { user, system } = process.cpuUsage();
        return (user + system) / 1000;
      },
      rss: () =>
        residentMemory('self') ?? {
          now: process.memoryUsage.rss(),
          peak: process.resourceUsage().maxRSS * 1024,
        },
      forgetPeak: () => forgetPeak('self'),
    });
    contender = made;
    return opened;
  }
  if (!contender) throw new Error('open comes first');
  switch (request.command) {
    case 'series':
      return contender.series(request);
    case 'stages':
      return contender.stages(request);
    case 'schedule':
      return contender.schedule(request);
    case 'peak':
      return contender.peak(request);
    case 'close':
      await contender.close();
      return null;
  }
}

for await (const line of readline.createInterface({ input: process.stdin })) {
  const request = JSON.parse(line) as Request;
  try {
    process.stdout.write(`${JSON.stringify({ answer: await answer(request) })}\n`);
  } catch (thrown) {
    const error = thrown instanceof Error ? thrown.message : String(thrown);
    process.stdout.write(`${JSON.stringify({ error })}\n`);
  }
  if (request.command === 'close') break;
}
process.exit(0); // a WebAssembly worker or a graphics device would keep the process
