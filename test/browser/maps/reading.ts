import assert from 'node:assert/strict';
import type { Locator } from 'playwright-core';
import { firstBuiltInStudy } from '../support/built-in-studies.ts';
import { Checks } from '../support/checks.ts';
import { finish } from '../support/finish.ts';
import { launchViewer, type Viewer } from '../support/launch.ts';
import { settled, until } from '../support/until.ts';
import { viewports } from '../whole-path/page-probes.ts';
import { PanelDriver } from '../whole-path/panel-driver.ts';
import { paneFacts, type PaneFacts, type Part } from './pane-pixels.ts';

/** Through the right frontal mass of synthetic A, in display order. */
export const SLICE = 6;
/** The one viewport outside the comparison. */
export const SINGLE = 'default';
export const paneId = (number: number): string => `lacuna-compare-${number}`;

/** A study opened in the mode with one slice run by both methods, and how a test looks at it. */
export class Reading {
  readonly checks = new Checks();
  readonly panel: PanelDriver;

  private constructor(readonly viewer: Viewer) {
    this.panel = new PanelDriver(viewer.page);
  }

  static async start(viewport = { width: 1280, height: 800 }): Promise<Reading> {
    return new Reading(await launchViewer({ viewport }));
  }

  get page() {
    return this.viewer.page;
  }

  async open(): Promise<void> {
    await this.panel.open(this.viewer.address, firstBuiltInStudy().studyInstanceUID);
  }

  async runSlice(slice = SLICE): Promise<void> {
    await this.goTo(slice);
    assert.equal(await this.panel.run('slice'), 'done');
  }

  async goTo(slice: number): Promise<void> {
    await this.panel.goToSlice(slice);
    await this.until(
      'the slice in all viewports',
      () => viewports(this.page),
      (list) => list.every((one) => one.slice === slice),
    );
  }

  hook(name: string): Locator {
    return this.panel.hook(name);
  }

  label(viewportId: string): Promise<string> {
    return this.element(viewportId).locator('.lacuna-viewport-label').innerText();
  }

  /** By cornerstone's own mark on the element. */
  element(viewportId: string): Locator {
    return this.page.locator(`[data-viewport-uid="${viewportId}"]`);
  }

  facts(viewportId: string, part?: Part): Promise<PaneFacts> {
    return paneFacts(this.page, viewportId, part);
  }

  /** Asks again until the picture satisfies: nothing says when a canvas has been drawn. */
  seen(
    what: string,
    viewportId: string,
    good: (facts: PaneFacts) => boolean,
    part?: Part,
  ): Promise<PaneFacts> {
    return this.until(what, () => this.facts(viewportId, part), good);
  }

  /** Asks again until the label satisfies. */
  says(viewportId: string, pattern: RegExp): Promise<string> {
    return this.until(
      String(pattern),
      () => this.label(viewportId).catch(() => ''),
      (text) => pattern.test(text),
    );
  }

  /** The picture that satisfies once it changes no more: what later ones are compared with. */
  settled(viewportId: string, good?: (facts: PaneFacts) => boolean, part?: Part): Promise<PaneFacts> {
    const ask = () => this.facts(viewportId, part);
    return settled(`the picture of ${viewportId}`, ask, good, ({ hash }) => hash);
  }

  until<T>(what: string, ask: () => Promise<T>, good: (answer: T) => boolean): Promise<T> {
    return until(what, ask, good);
  }

  finish(): Promise<void> {
    return finish(this.checks, this.viewer);
  }
}
