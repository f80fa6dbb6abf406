import { createHost } from '../host/host.ts';
import type { OhifContext } from '../host/ohif-types.ts';
import { startClient } from '../inference/start-client.ts';
import { showPageParts } from '../page-parts/show-page-parts.tsx';
import { SessionResults } from '../session-results/session-results.ts';
import { Review } from './review.ts';

/** The review of the present visit to the mode. OHIF opens one study at a time in one page, so there is at most one. */
let open: Review | undefined;
let visits = 0;
/** Outlives the visits. */
const session = new SessionResults();

export function openReview(context: OhifContext): Review {
  if (!open) {
    open = new Review(createHost(context), startClient, ++visits, session);
    open.onLeave(showPageParts(open.store));
  }
  return open;
}

export function currentReview(): Review | undefined {
  return open;
}

/** Idempotent. */
export function closeReview(): void {
  open?.dispose();
  open = undefined;
}
