import type { ReviewStore } from '../state/store.ts';

const EVENTS = ['online', 'offline'] as const;

/** Keeps the state informed of whether the browser has a network. @returns the way to stop it */
export function watchConnection(
  store: ReviewStore,
  browser: Window | undefined = globalThis.window, // tests of the review run without one
): () => void {
  if (!browser) return () => undefined;
  const tell = () => store.dispatch({ type: 'readiness', change: { offline: !browser.navigator.onLine } });
  for (const event of EVENTS) browser.addEventListener(event, tell);
  if (!browser.navigator.onLine) tell();
  return () => EVENTS.forEach((event) => browser.removeEventListener(event, tell));
}
