import type { Host } from '../host/host.ts';
import type { ReviewStore } from '../state/store.ts';
import { presentKeys, sameKeys } from './present-keys.ts';

/** OHIF tells nobody when its preferences change a key: asked whenever the panel is about to show a tool tip. */
export function followKeys(host: Host, store: ReviewStore): void {
  const keys = presentKeys(host.hotkeys);
  if (sameKeys(keys, store.getState().keys)) return;
  store.dispatch({ type: 'keys', keys });
  const { toolbarService, viewportGridService } = host.services;
  toolbarService?.refreshToolbarState?.({ viewportId: viewportGridService.getActiveViewportId() });
}
