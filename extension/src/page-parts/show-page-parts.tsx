import { createRoot } from 'react-dom/client';
import type { ReviewStore } from '../state/store.ts';
import { PageParts } from './page-parts.tsx';

/** Puts the parts that belong to no panel into the page. @returns the way to take them out again */
export function showPageParts(store: ReviewStore): () => void {
  const element = document.createElement('div');
  element.className = 'lacuna-page';
  document.body.append(element);
  const root = createRoot(element);
  root.render(<PageParts store={store} />);
  return () => {
    element.remove();
    setTimeout(() => root.unmount(), 0); // React forbids unmounting a root while another one renders
  };
}
