import assert from 'node:assert/strict';
import type { Page } from 'playwright-core';
import type { Checks } from '../support/checks.ts';
import { settled, until } from '../support/until.ts';
import { viewports } from '../whole-path/page-probes.ts';
import type { PanelDriver } from '../whole-path/panel-driver.ts';

interface Room {
  readonly page: Page;
  readonly panel: PanelDriver;
  readonly checks: Checks;
  /** No serious fault in this state. */
  sound(state: string): Promise<unknown>;
}

const SIDE_PANEL = '[data-cy="side-panel-header-right"]';

/** With the side panel folded: every key does what it does otherwise, dialogs open over the page, and the voice goes on. */
export async function foldedChecks({ page, panel, checks, sound }: Room): Promise<void> {
  const press = (key: string) => page.keyboard.press(key);
  const first = async () => (await viewports(page))[0]!;
  const marked = async () => {
    const { amber, cyan, pink } = await first();
    return amber + cyan + pink;
  };
  const says = (pattern: RegExp) =>
    until(
      `it says ${pattern}`,
      () => panel.hook('announcer').innerText(),
      (text) => pattern.test(text),
    );
  const focusedOn = (hook: string) =>
    until(
      `the focus on ${hook}`,
      () => page.evaluate(() => document.activeElement?.getAttribute('data-cy') ?? ''),
      (now) => now === hook,
    );
  const fold = async () => {
    await page.locator(SIDE_PANEL).click();
    await panel.hook('panel').waitFor({ state: 'detached' });
  };

  await checks.check('folded: “How to read this” by its key, and the focus back where it was', async () => {
    await fold();
    await page.locator('[data-cy="undo-btn"]').focus();
    await press('?');
    await isModal('help');
    await press('d'); // runs a slice, but not from here
    await press('Escape');
    await panel.hook('help').waitFor({ state: 'detached' });
    await focusedOn('undo-btn');
  });

  await checks.check('folded: “About this map” by its key, closed by its button', async () => {
    await press('Shift+I');
    await isModal('about');
    await panel.hook('about-limits').waitFor();
  });
  await sound('about, the panel folded');
  await checks.check('folded: the layers, the threshold and a run by their keys, and told of', async () => {
    await panel.hook('about-close').click();
    await panel.hook('about').waitFor({ state: 'detached' });
    const before = await settled('outlines', marked, (pixels) => pixels > 40);
    await press('t');
    await until('no outline', marked, (pixels) => pixels === 0);
    await says(/no layer/i);
    await press('t');
    await until('outlines again', marked, (pixels) => pixels === before);
    for (let i = 0; i < 4; i++) await press('5');
    await until('more is marked', marked, (pixels) => pixels > before);
    await says(/5 %/);
    for (let i = 0; i < 4; i++) await press('6');
    await until('as before', marked, (pixels) => pixels === before);
    await press('d');
    await says(/done/i);
  });

  await checks.check('folded: what is written or chosen in the panel unfolds it', async () => {
    await press('k');
    await says(/region/i);
    await press('F2');
    await focusedOn('lacuna-candidate-name');
    await press('Escape');
    await fold();
    await press('f');
    await focusedOn('lacuna-run-slice');
    await press('Escape');
  });

  /** Over everything, styled, with the focus, which Tab does not take out; what is behind cannot be reached. */
  async function isModal(hook: 'help' | 'about'): Promise<void> {
    const dialog = panel.hook(hook);
    await dialog.waitFor();
    for (let i = 0; i < 6; i++) {
      const inside = await dialog.evaluate(
        (element) => document.activeElement === document.body || element.contains(document.activeElement),
      );
      assert.ok(inside, `Tab ${i} left the dialog`); // the body: the browser's own bar
      await press('Tab');
    }
    const seen = await dialog.evaluate((element) => {
      const { left, right, top, bottom } = element.getBoundingClientRect();
      const over = document.elementsFromPoint(innerWidth / 2, 4)[0]; // the viewer's own bar
      return {
        inWindow: left >= 0 && top >= 0 && right <= innerWidth && bottom <= innerHeight,
        opaque: getComputedStyle(element).backgroundColor,
        behind: over === element || over === document.documentElement,
        title: getComputedStyle(element.querySelector('h2')!).fontSize,
      };
    });
    assert.ok(seen.inWindow);
    assert.ok(seen.behind, 'what is behind the dialog can be pressed');
    assert.match(seen.opaque, /^rgb\(/);
    assert.equal(seen.title, '15px');
  }
}
