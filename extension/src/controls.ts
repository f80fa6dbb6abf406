import { LAYER_IDS, LAYER_KEYS, LAYER_NAMES } from './methods.ts';

/** Buttons for the mode's main toolbar; OHIF knows icons by name only, so these are its own. */
export const TOOLBAR_BUTTONS = [
  button(
    'LacunaRunSlice',
    'tool-create-threshold',
    'Run slice',
    'Detect anomalies on this slice (d)',
    'lacuna.runSlice',
  ),
  button(
    'LacunaCompare',
    'layout-common-1x2',
    'Compare',
    'Compare the layers side by side (m)',
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
  hotkey('d', 'Anomaly: run slice', 'lacuna.runSlice'),
  ...LAYER_IDS.map((method) =>
    hotkey(LAYER_KEYS[method], `Anomaly: layer of ${LAYER_NAMES[method]}`, 'lacuna.toggleLayer', {
      method,
    }),
  ),
  hotkey('m', 'Anomaly: compare side by side', 'lacuna.toggleCompare'),
  hotkey('g', 'Anomaly: heat map', 'lacuna.toggleMap'),
  hotkey('shift+g', 'Anomaly: heat map of the next layer', 'lacuna.nextMap'),
  hotkey('[', 'Anomaly: heat map fainter', 'lacuna.mapOpacity', { direction: '-1' }),
  hotkey(']', 'Anomaly: heat map stronger', 'lacuna.mapOpacity', { direction: '1' }),
  hotkey('k', 'Anomaly: next candidate region', 'lacuna.nextCandidate'),
  hotkey('j', 'Anomaly: previous candidate region', 'lacuna.previousCandidate'),
  hotkey('y', 'Anomaly: accept the candidate region', 'lacuna.acceptCandidate'),
  hotkey('u', 'Anomaly: reject the candidate region', 'lacuna.rejectCandidate'),
] as const;

function hotkey(
  key: string,
  label: string,
  commandName: string,
  commandOptions: Readonly<Record<string, string>> = {},
) {
  return { commandName, commandOptions, context: 'CORNERSTONE', label, keys: [key], isEditable: true };
}
