import { afterEach } from '@jest/globals';
import { act, type ReactNode } from 'react';
import { createRoot } from 'react-dom/client';

Object.assign(globalThis, { IS_REACT_ACT_ENVIRONMENT: true });

let removals: (() => Promise<void>)[] = [];

export interface Mounted {
  readonly container: HTMLElement;
  /** Another element in the place of the first. */
  render(element: ReactNode): Promise<void>;
}

/** An element of React on the page of a test (jsdom), until the test ends. */
export async function mounted(element: ReactNode): Promise<Mounted> {
  const container = document.body.appendChild(document.createElement('div'));
  const root = createRoot(container);
  removals.push(async () => {
    await act(async () => root.unmount());
    container.remove();
  });
  const render = (next: ReactNode) => act(async () => root.render(next));
  await render(element);
  return { container, render };
}

afterEach(async () => {
  for (const remove of removals) await remove();
  removals = [];
});
