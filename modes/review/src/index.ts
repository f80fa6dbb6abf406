import {
  HANGING_PROTOCOL_ID,
  HOTKEYS,
  MODE_TITLE,
  PANEL_ID,
  TOOLBAR_BUTTONS,
  withInstanceText,
} from '@lacuna/extension';
import type { LoadModules, ModeContext, ModeExitContext, ModeInstance } from './ohif-mode-types.ts';

const MODE_ID = '@lacuna/mode-review';
const EXTENSION_ID = '@lacuna/extension';

/**
 * The mode "Anomaly Review", composed at run time from OHIF's own segmentation mode: its tools, brushes, toolbars,
 * panels and readers of SEG and RTSTRUCT stay what they are in the OHIF that runs. Ours are the panel, two buttons and
 * a few keys.
 */
async function modeFactory({ loadModules }: { loadModules: LoadModules }) {
  const [segmentation, basic] = await loadModules(['@ohif/mode-segmentation', '@ohif/mode-basic']);
  if (!segmentation || !basic)
    throw new Error('Anomaly Review needs the segmentation mode and the basic mode of OHIF.');
  const base = segmentation.modeInstance;
  const [route] = base.routes;
  if (!route) throw new Error('The segmentation mode of OHIF has no route to build on.');
  const { layoutInstance } = route;
  const layout = {
    ...layoutInstance,
    props: { ...layoutInstance.props, rightPanels: [PANEL_ID, ...layoutInstance.props.rightPanels] },
  };
  return {
    ...base,
    id: MODE_ID,
    routeName: 'anomaly',
    displayName: MODE_TITLE,
    hide: false,
    modeModalities: ['MR'],
    hangingProtocol: HANGING_PROTOCOL_ID,
    extensions: { ...base.extensions, [EXTENSION_ID]: '^0.1.0' },
    routes: [
      {
        ...route,
        path: 'anomaly',
        layoutInstance: layout,
        layoutTemplate: () => ({ ...layout, props: { ...layout.props } }),
      },
    ],
    modeCustomizations: {
      'ohif.hotkeyBindings': { $push: [...HOTKEYS] },
      // OHIF's statistics of a segment copy all images and masks of the series to a worker after each change of a threshold.
      'panelSegmentation.disableUpdateSegmentationStats': { $set: true },
      'viewportOverlay.bottomRight': { $apply: withInstanceText },
    },
    onModeEnter(this: unknown, context: ModeContext) {
      // The basic mode's: the segmentation mode's would switch away from our panel whenever a layer appears.
      basic.modeInstance.onModeEnter.call(this, context);
      addButtons(context);
      leave = () => void context.commandsManager.runCommand('lacuna.closeReview');
      context.commandsManager.runCommand('lacuna.openReview');
    },
    onModeExit(this: unknown, context: ModeExitContext) {
      leave(); // before OHIF takes its services down
      leave = () => undefined;
      base.onModeExit.call(this, context);
    },
  } satisfies ModeInstance & Record<string, unknown>;
}

let leave: () => void = () => undefined;

function addButtons({ servicesManager }: ModeContext): void {
  const { toolbarService } = servicesManager.services;
  toolbarService.register(TOOLBAR_BUTTONS);
  const section = toolbarService.sections?.['primary'] ?? 'primary';
  const present = (toolbarService.getButtonSection(section) ?? []).map(({ id }) => id);
  toolbarService.updateSection(section, [...present, ...TOOLBAR_BUTTONS.map(({ id }) => id)]);
}

/** The OHIF mode. */
export default { id: MODE_ID, modeFactory, extensionDependencies: { [EXTENSION_ID]: '^0.1.0' } };
