import type { Host } from '../host/host.ts';

/** What a site may set for all its readers, as OHIF customizations named `lacuna.<name>`; a person's own choice goes first. */
export interface SiteSettings {
  /** Run each series that suits the weights as soon as it is shown. */
  autoRun: boolean;
}

export const DEFAULT_SETTINGS: SiteSettings = { autoRun: false };

/** Customizations of the running viewer; what is absent or of the wrong type is the default. */
export function siteSettings({ services }: Host): SiteSettings {
  const found = services.customizationService?.getCustomization('lacuna.autoRun');
  return { autoRun: typeof found === 'boolean' ? found : DEFAULT_SETTINGS.autoRun };
}

/** The defaults, where OHIF looks for an extension's customizations. */
export function getCustomizationModule() {
  const value = Object.fromEntries(
    Object.entries(DEFAULT_SETTINGS).map(([name, setting]) => [`lacuna.${name}`, setting]),
  );
  return [{ name: 'default', value }];
}
