import { getCommandsModule } from './commands.ts';
import { HOTKEYS, TOOLBAR_BUTTONS } from './controls.ts';
import { ExportController } from './export/export-controller.ts';
import type { OhifContext } from './host/ohif-types.ts';
import { getHangingProtocolModule, HANGING_PROTOCOL_ID } from './hanging-protocol.ts';
import { createHost } from './host/host.ts';
import { EXTENSION_ID, PANEL_ID, PANEL_NAME, SOFTWARE_VERSION } from './id.ts';
import { hostPanel } from './panel/host-panel.tsx';
import { panelActions } from './panel/panel-actions.ts';
import type { PanelActions } from './panel/review-context.ts';
import { ReviewPanel } from './panel/review-panel.tsx';
import { getCustomizationModule } from './settings/site-settings.ts';
import { ReproductionController } from './reproduction/reproduction-controller.ts';
import type { Review } from './review/review.ts';
import { closeReview, openReview } from './review/review-registry.ts';
import { t } from './text/t.ts';
import { withInstanceText } from './viewports/instance-number.ts';

export { HANGING_PROTOCOL_ID, HOTKEYS, PANEL_ID, TOOLBAR_BUTTONS, withInstanceText };
/** What the mode is called in the study list. */
export const MODE_TITLE = t('panel.title');

/** One set for each visit: a panel that was folded meanwhile must be able to cancel what it has begun. */
const actions = new WeakMap<Review, PanelActions>();

function actionsOf(review: Review, context: OhifContext): PanelActions {
  const known = actions.get(review);
  if (known) return known;
  const host = createHost(context);
  const exports = new ExportController(host, review);
  const reproductions = new ReproductionController(host, review);
  review.onLeave(() => reproductions.cancel());
  const made = panelActions(review, exports, reproductions);
  actions.set(review, made);
  return made;
}

function getPanelModule(context: OhifContext) {
  const content = () => <ReviewPanel actions={actionsOf(openReview(context), context)} />;
  return [
    {
      name: PANEL_NAME,
      iconName: 'tab-roi-threshold',
      iconLabel: t('panel.tab'),
      label: t('panel.title'),
      component: hostPanel(content),
    },
  ];
}

/** The OHIF extension. */
export default {
  id: EXTENSION_ID,
  version: SOFTWARE_VERSION,
  getPanelModule,
  getCommandsModule,
  getHangingProtocolModule,
  getCustomizationModule,
  /** After every mode: nothing of a visit outlives it, whichever mode used the panel. */
  onModeExit: closeReview,
};
