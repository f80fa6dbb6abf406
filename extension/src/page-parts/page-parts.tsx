import { AboutDialog } from '../about/about-dialog.tsx';
import { Announcer } from '../announce/announcer.tsx';
import { HelpDialog } from '../help/help-dialog.tsx';
import type { ReviewStore } from '../state/store.ts';
import { PAGE_PARTS_CSS } from './styles.ts';

/** What keys bring about while the viewer's side panel is folded or shows another panel: the dialogs, and the voice. */
export function PageParts({ store }: { store: ReviewStore }) {
  return (
    <>
      <style>{PAGE_PARTS_CSS}</style>
      <Announcer store={store} />
      <AboutDialog store={store} />
      <HelpDialog store={store} />
    </>
  );
}
