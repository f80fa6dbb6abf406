import type { Host } from '../host/host.ts';
import { t } from '../text/t.ts';

/** OHIF's and cornerstone's tools that write into a segmentation. */
const EDITING_TOOL = /brush|eraser|scissors?|paintfill|regionsegment|labelmap/i;
/** Between two notices: a person who tries again has read the first. */
const QUIET_MS = 2000;

/**
 * The compared panes draw the masks themselves, so that cornerstone's tools would find nothing to edit there, and OHIF
 * would say that there is no segmentation. Instead a press says where editing works.
 */
export class EditRefusal {
  private toldAt = -Infinity;

  constructor(private readonly host: Host) {}

  /** Whether a press with the left button would edit a segmentation; if so, the person is told where that works. */
  refuses(viewportId: string): boolean {
    const { cornerstoneTools } = this.host.libraries();
    const { ToolGroupManager } = cornerstoneTools;
    const tool = ToolGroupManager.getToolGroupForViewport(viewportId)?.getActivePrimaryMouseButtonTool();
    if (!tool || !EDITING_TOOL.test(tool)) return false;
    if (performance.now() - this.toldAt > QUIET_MS) {
      this.toldAt = performance.now();
      const { uiNotificationService } = this.host.services;
      uiNotificationService.show({
        title: t('maps.compare'),
        message: t('maps.editElsewhere'),
        type: 'info',
      });
    }
    return true;
  }
}
