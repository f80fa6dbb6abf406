import type { DisplaySetService } from './ohif-types.ts';

/** Calls back whenever the study has gained display sets or they have changed. @returns the way to stop it */
export function onDisplaySets(service: DisplaySetService, listener: () => void): () => void {
  const { DISPLAY_SETS_ADDED, DISPLAY_SETS_CHANGED } = service.EVENTS;
  const subscriptions = [DISPLAY_SETS_ADDED, DISPLAY_SETS_CHANGED].map((event) =>
    service.subscribe(event, listener),
  );
  return () => {
    for (const subscription of subscriptions) subscription.unsubscribe();
  };
}
