import { LacunaError } from '../errors.ts';

/**
 * A run on a lost device may never settle: the guard rejects what it guards as soon as `lost` resolves with a reason.
 *
 * Not Promise.race: that would leave a reaction, and with it the run's result, on `lost` for as long as the device lives.
 */
export function guardAgainst(lost: Promise<string>): <T>(task: Promise<T>) => Promise<T> {
  const waiting = new Set<(error: LacunaError) => void>();
  let error: LacunaError | undefined;
  void lost.then((reason) => {
    error = new LacunaError('worker-crashed', `The graphics device was lost (${reason}).`);
    for (const reject of waiting) reject(error);
    waiting.clear();
  });
  return (task) =>
    new Promise((resolve, reject) => {
      if (error) reject(error);
      else waiting.add(reject);
      void task.then(resolve, reject).finally(() => waiting.delete(reject));
    });
}
