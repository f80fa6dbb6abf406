import type { settings as english } from '../english/settings.ts';

export const settings: typeof english = {
  title: 'Einstellungen dieses Hauses',
  wrong: '{{name}} ist {{value}}; erlaubt sind: {{allowed}}. Verwendet wird {{usual}}.',
};
