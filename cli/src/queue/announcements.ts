import { LacunaError } from '@lacuna/core/errors.ts';
import type { Redis } from 'ioredis';
import { type Announcement, ANNOUNCEMENTS, type Compatibility, parseAnnouncement } from './terms.ts';

/** The runs that coordinators announce now. */
async function announcedRuns(redis: Redis): Promise<Announcement[]> {
  const runs: Announcement[] = [];
  let cursor = '0';
  do {
    const [next, keys] = await redis.scan(cursor, 'MATCH', ANNOUNCEMENTS, 'COUNT', 200);
    cursor = next;
    for (const key of keys) {
      const run = parseAnnouncement(await redis.get(key));
      if (run) runs.push(run);
    }
  } while (cursor !== '0');
  return runs;
}

/**
 * The runs that a worker can take part in; none, when none is announced.
 * @throws LacunaError `weights-altered` when there are runs, but all of other weights or another version of Lacuna
 */
export async function compatibleRuns(redis: Redis, own: Compatibility): Promise<Announcement[]> {
  const runs = await announcedRuns(redis);
  const fitting = runs.filter(
    ({ weightsSha256, software }) => weightsSha256 === own.weightsSha256 && software === own.software,
  );
  const other = runs[0];
  if (fitting.length > 0 || !other) return fitting;
  throw new LacunaError(
    'weights-altered',
    other.weightsSha256 === own.weightsSha256
      ? `The queue's run is of Lacuna ${other.software}, this worker of ${own.software}: results would not be the same. Install that version.`
      : `The queue's run has the weights ${other.weightsId} (${other.weightsSha256.slice(0, 12)}), this worker ${own.weightsId} (${own.weightsSha256.slice(0, 12)}). Start it with --weights and that bundle.`,
  );
}
