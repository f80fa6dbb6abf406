import { KEY_ACTIONS, KEY_IDS, type KeyId } from './keys/key-list.ts';
import { keyName } from './keys/key-name.ts';
import { presentKeys, withKey } from './keys/present-keys.ts';
import { currentReview } from './review/review-registry.ts';
import { t } from './text/t.ts';

/** Buttons for the mode's main toolbar; OHIF knows icons by name only, so these are its own. */
export const TOOLBAR_BUTTONS = [
  button('LacunaRunSlice', 'tool-create-threshold', 'runSlice', {
    label: t('keys.toolRunSlice'),
    tip: t('keys.toolRunSliceTip'),
  }),
  button('LacunaCompare', 'layout-common-1x2', 'toggleCompare', {
    label: t('keys.toolCompare'),
    tip: t('keys.toolCompareTip'),
  }),
] as const;

function button(id: string, icon: string, keyId: KeyId, { label, tip }: { label: string; tip: string }) {
  const commands = [{ commandName: KEY_ACTIONS[keyId].command, context: 'CORNERSTONE' }];
  /** OHIF asks again whenever the toolbar may look different: the tip names the key as it is then. */
  const evaluate = () => {
    const keys = currentReview()?.store.getState().keys ?? presentKeys();
    return { disabled: false, tooltip: withKey(tip, keys[keyId]) };
  };
  return { id, uiType: 'ohif.toolButton', props: { icon, label, tooltip: tip, commands, evaluate } };
}

/** For OHIF's hotkeys: listed in its preferences, and changed there. */
export const HOTKEYS = KEY_IDS.map((id) => {
  const { key, command, options } = KEY_ACTIONS[id];
  return {
    commandName: command,
    commandOptions: { ...options },
    context: 'CORNERSTONE',
    label: t('keys.prefix', { name: keyName(id) }),
    keys: [key],
    isEditable: true,
  };
});
