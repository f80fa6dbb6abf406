import { LacunaError } from '../errors.ts';

/** Within which a loss is told after a run has failed of it; a slow page needs most of it. */
const LOSS_TOLD_MS = 250;

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
      const settled = () => waiting.delete(reject);
      // What fails on a lost device may be heard of before the loss, which is the reason to tell: it gets a moment to come.
      start().then(
        (value) => (settled(), resolve(value)),
        (own: Error) => void setTimeout(() => (settled(), reject(own)), LOSS_TOLD_MS),
      );
    });
}
