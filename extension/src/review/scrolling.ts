import type { DetectionClient } from '../inference/detection-client.ts';
import type { ReviewStore } from '../state/store.ts';

/** Tells the worker what is on the screen, now and at every change, until disposed of. `shown` is feet to head. */
export function followScrolling(
  store: ReviewStore,
  shown: () => number,
  client: DetectionClient,
  seriesKey: string,
): { dispose(): void } {
  let last = shown();
  client.look(seriesKey, last, 0);
  const dispose = store.subscribe(() => {
    const now = shown();
    if (now === last) return;
    client.look(seriesKey, now, now > last ? 1 : -1);
    last = now;
  });
  return { dispose };
}
