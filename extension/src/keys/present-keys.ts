import type { HotkeyDefinition, HotkeysManager } from '../host/ohif-types.ts';
import { t } from '../text/t.ts';
import { KEY_ACTIONS, KEY_IDS, type KeyAction, type KeyId } from './key-list.ts';

/** How the key of each action is written for people; empty where a reader has taken it away. */
export type PresentKeys = Readonly<Record<KeyId, string>>;

/** The keys as they are now, the reader's own choices included. */
export function presentKeys(manager?: HotkeysManager): PresentKeys {
  const definitions = Object.values(manager?.hotkeyDefinitions ?? {});
  const keyOf = (action: KeyAction) => {
    const found = definitions.find((definition) => isFor(definition, action));
    return found ? [found.keys ?? ''].flat().join('+') : action.key;
  };
  return Object.fromEntries(
    KEY_IDS.map((id) => [id, writtenKey(keyOf(KEY_ACTIONS[id]))]),
  ) as unknown as PresentKeys;
}

export function sameKeys(a: PresentKeys, b: PresentKeys): boolean {
  return KEY_IDS.every((id) => a[id] === b[id]);
}

/** A tool tip with its key at the end. */
export const withKey = (text: string, key: string): string => (key === '' ? text : `${text} (${key})`);

const NONE = '–';

/** The tool tip of a control with a key for less and one for more; undefined where a reader has taken both away. */
export function keysTip(less: string, more: string): string | undefined {
  if (less === '' && more === '') return undefined;
  return t('layers.stepKeys', { less: less || NONE, more: more || NONE });
}

function isFor({ commandName, commandOptions = {} }: HotkeyDefinition, action: KeyAction): boolean {
  if (commandName !== action.command) return false;
  const names = Object.keys(action.options);
  return (
    names.length === Object.keys(commandOptions).length &&
    names.every((name) => commandOptions[name] === action.options[name])
  );
}

/** e.g. "Shift+G"; the names of keys are those on the keyboards of the language. */
function writtenKey(key: string): string {
  const parts = key.split('+').map((part) => {
    if (part === 'shift') return t('keys.shift');
    if (part === 'ctrl') return t('keys.ctrl');
    return part.charAt(0).toUpperCase() + part.slice(1);
  });
  return parts.join('+');
}
