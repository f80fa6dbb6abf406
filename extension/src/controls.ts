import { LAYER_IDS, LAYER_KEYS, LAYER_NAMES } from './methods.ts';
import { t } from './text/t.ts';

/** Buttons for the mode's main toolbar; OHIF knows icons by name only, so these are its own. */
export const TOOLBAR_BUTTONS = [
  button(
    'LacunaRunSlice',
    'tool-create-threshold',
    t('commands.runSlice'),
    t('commands.runSliceTip'),
    'lacuna.runSlice',
  ),
  button(
    'LacunaCompare',
    'layout-common-1x2',
    t('commands.compare'),
    t('commands.compareTip'),
    'lacuna.toggleCompare',
  ),
] as const;

function button(id: string, icon: string, label: string, tooltip: string, commandName: string) {
  const commands = [{ commandName, context: 'CORNERSTONE' }];
  return {
    id,
    uiType: 'ohif.toolButton',
    props: { icon, label, tooltip, commands, evaluate: 'evaluate.action' },
  };
}

/** Keys that OHIF leaves free. */
export const HOTKEYS = [
  hotkey('d', t('commands.keyRunSlice'), 'lacuna.runSlice'),
  ...LAYER_IDS.map((method) =>
    hotkey(LAYER_KEYS[method], t('commands.keyLayer', { name: LAYER_NAMES[method] }), 'lacuna.toggleLayer', {
      method,
    }),
  ),
  hotkey('m', t('commands.keyCompare'), 'lacuna.toggleCompare'),
  hotkey('g', t('commands.keyMap'), 'lacuna.toggleMap'),
  hotkey('shift+g', t('commands.keyNextMap'), 'lacuna.nextMap'),
  hotkey('[', t('commands.keyFainter'), 'lacuna.mapOpacity', { direction: '-1' }),
  hotkey(']', t('commands.keyStronger'), 'lacuna.mapOpacity', { direction: '1' }),
  hotkey('k', t('commands.keyNext'), 'lacuna.nextCandidate'),
  hotkey('j', t('commands.keyPrevious'), 'lacuna.previousCandidate'),
  hotkey('y', t('commands.keyAccept'), 'lacuna.acceptCandidate'),
  hotkey('u', t('commands.keyReject'), 'lacuna.rejectCandidate'),
] as const;

function hotkey(
  key: string,
  label: string,
  commandName: string,
  commandOptions: Readonly<Record<string, string>> = {},
) {
  return { commandName, commandOptions, context: 'CORNERSTONE', label, keys: [key], isEditable: true };
}
