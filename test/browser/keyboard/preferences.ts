import type { Page } from 'playwright-core';
import { until } from '../support/until.ts';

/** A key as OHIF's dialog lists it. */
export interface ListedKey {
  readonly label: string;
  readonly key: string;
}

/** OHIF's preferences, from its menu at the top, by the keyboard. */
export async function openPreferences(page: Page): Promise<void> {
  await page.evaluate(() => (document.activeElement as HTMLElement | null)?.blur());
  for (let i = 0; i < 90; i++) {
    await page.keyboard.press('Tab');
    const found = await page.evaluate(() => {
      const element = document.activeElement as HTMLElement | null;
      return element?.getAttribute('aria-haspopup') === 'menu' &&
        element.closest('[data-cy="lacuna-panel"]') === null
        ? (element.closest('[id]')?.id ?? '') + (element.dataset['cy'] ?? '')
        : undefined;
    });
    if (found === undefined) continue;
    await page.keyboard.press('Enter');
    const menu = page.getByRole('menu').last();
    await menu.waitFor();
    const item = menu.getByRole('menuitem', { name: /Preferences|Einstellungen/ });
    if ((await item.count()) === 0) {
      await page.keyboard.press('Escape');
      await menu.waitFor({ state: 'detached' });
      continue;
    }
    await item.focus();
    await page.keyboard.press('Enter');
    await page.getByRole('dialog').waitFor();
    return;
  }
  throw new Error('No menu with the preferences is reached by Tab.');
}

export function shownKeys(page: Page): Promise<ListedKey[]> {
  return page.getByRole('dialog').evaluate((dialog) =>
    [...dialog.querySelectorAll('label')].flatMap((label) => {
      const input = label.parentElement?.querySelector('input');
      return input ? [{ label: label.textContent ?? '', key: input.value }] : [];
    }),
  );
}

/** Gives an action another key in the dialog and saves. */
export async function changedKey(page: Page, label: string, key: string): Promise<void> {
  await openPreferences(page);
  const dialog = page.getByRole('dialog');
  const input = dialog.locator('label', { hasText: new RegExp(`^${label}$`) }).locator('xpath=../input');
  await input.focus();
  await page.keyboard.press(key);
  await until(
    'recorded',
    () => input.inputValue(),
    (value) => value.toLowerCase() === key,
  );
  await dialog.getByRole('button', { name: /Save|Speichern/ }).focus();
  await page.keyboard.press('Enter');
  await dialog.waitFor({ state: 'detached' });
}
