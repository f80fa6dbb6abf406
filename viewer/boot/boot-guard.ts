// First script of the page: says so when OHIF's bundle does not load or does not draw anything.
import { showFailure } from './failure-message.ts';

const START_LIMIT_MS = 60_000;

addEventListener(
  'error',
  (event) => {
    const target = event.target;
    if (!(target instanceof HTMLScriptElement) || started()) return;
    showFailure('A part of the viewer could not be loaded.', new Error(new URL(target.src).pathname));
  },
  true, // load errors do not bubble
);

setTimeout(() => {
  if (!started())
    showFailure('The viewer loaded but did not draw its first page within a minute.', 'no content');
}, START_LIMIT_MS);

const started = (): boolean => (document.getElementById('root')?.childElementCount ?? 0) > 0;
