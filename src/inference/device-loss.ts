import { LacunaError } from '../errors.ts';

/**
 * A run on a lost device may never settle, and one that begins on it may block its realm: as soon as `lost` resolves with
 * a reason, the guard rejects what it guards, and starts nothing more.
 *
 * Not Promise.race: that would leave a reaction, and with it the run's result, on `lost` for as long as the device lives.
 */
export function guardAgainst(lost: Promise<string>): <T>(start: () => Promise<T>) => Promise<T> {
  const waiting = new Set<(error: LacunaError) => void>();
  let error: LacunaError | undefined;
  void lost.then((reason) => {
    error = new LacunaError('worker-crashed', `The graphics device was lost (${reason}).`);
    for (const reject of waiting) reject(error);
    waiting.clear();
  });
  return (start) =>
    new Promise((resolve, reject) => {
      if (error) return reject(error);
      waiting.add(reject);
      void start()
        .then(resolve, reject)
        .finally(() => waiting.delete(reject));
    });
}
