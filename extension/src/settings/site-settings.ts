import type { Host } from '../host/host.ts';
import { t } from '../text/t.ts';
import { NAMES, RULES, type SiteSettings } from './rules.ts';

/** A configuration is read by whoever set it up, who may be looking elsewhere. */
const LONG_MS = 20_000;

export interface FoundSettings {
  readonly settings: SiteSettings;
  /** What the configuration says wrongly, one sentence each; the default holds there. */
  readonly problems: readonly string[];
}

/** Customizations of the running viewer; what is absent is the default. */
export function siteSettings({ services }: Host): FoundSettings {
  const problems: string[] = [];
  const found = NAMES.map((name) => {
    const { usual, allowed, fits } = RULES[name];
    const value = services.customizationService?.getCustomization(`lacuna.${name}`);
    if (value === undefined || fits(value)) return [name, value ?? (value === null ? null : usual)];
    problems.push(
      t('settings.wrong', {
        name: `lacuna.${name}`,
        value: JSON.stringify(value),
        allowed,
        usual: JSON.stringify(usual),
      }),
    );
    return [name, usual];
  });
  return { settings: Object.fromEntries(found) as unknown as SiteSettings, problems };
}

/** Says what is wrong with the configuration, on the screen and for whoever looks at the console. */
export function tellProblems({ services }: Host, problems: readonly string[]): void {
  for (const message of problems) {
    console.warn(`Lacuna: ${message}`);
    services.uiNotificationService.show({
      title: t('settings.title'),
      message,
      type: 'warning',
      position: 'bottom-right',
      duration: LONG_MS,
    });
  }
}

/** The defaults, where OHIF looks for an extension's customizations. */
export function getCustomizationModule() {
  const value = Object.fromEntries(NAMES.map((name) => [`lacuna.${name}`, RULES[name].usual]));
  return [{ name: 'default', value }];
}
