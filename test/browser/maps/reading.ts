import assert from 'node:assert/strict';
import fs from 'node:fs';
import path from 'node:path';
import type { Locator } from 'playwright-core';
import { Checks } from '../support/checks.ts';
import { launchViewer, type Viewer } from '../support/launch.ts';
import { REPOSITORY } from '../support/page-server.ts';
import { viewports } from '../whole-path/page-probes.ts';
import { PanelDriver } from '../whole-path/panel-driver.ts';
import { paneFacts, type PaneFacts, type Part } from './pane-pixels.ts';

/** Through the right frontal mass of synthetic A, in display order. */
export const SLICE = 6;
export const STUDIES = path.join(REPOSITORY, 'viewer/studies');
/** For what changes on the screen in a moment, on a machine with other work. */
const LIMIT_MS = 45_000;
const PAUSE_MS = 60;
/** The one viewport outside the comparison. */
export const SINGLE = 'default';
export const paneId = (number: number): string => `lacuna-compare-${number}`;

/** A study opened in the mode with one slice run by both methods, and how a test looks at it. */
export class Reading {
  readonly checks = new Checks();
  readonly panel: PanelDriver;

  private constructor(readonly viewer: Viewer) {
    this.panel = new PanelDriver(viewer.page);
    viewer.page.setDefaultTimeout(60_000);
  }

  static async start(viewport = { width: 1280, height: 800 }): Promise<Reading> {
    return new Reading(await launchViewer({ viewport }));
  }

  get page() {
    return this.viewer.page;
  }

  async open(index = 0): Promise<void> {
    const studies = JSON.parse(fs.readFileSync(path.join(STUDIES, 'studies.json'), 'utf8')) as {
      studyInstanceUID: string;
    }[];
    await this.panel.open(this.viewer.address, studies[index]!.studyInstanceUID);
  }

  async runSlice(slice = SLICE): Promise<void> {
    await this.goTo(slice);
    assert.equal(await this.panel.run('slice'), 'done');
  }

  /** By the keys of the chart, one at a time: on a loaded machine the images come long after a press. */
  async goTo(slice: number): Promise<void> {
    const chart = this.hook('chart');
    const shown = async () => Number(await chart.getAttribute('aria-valuenow')) - 1;
    await chart.focus();
    for (let last = await shown(); last !== slice;) {
      await this.page.keyboard.press(last < slice ? 'ArrowRight' : 'ArrowLeft');
      last = await this.until('another slice', shown, (now) => now !== last);
    }
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

  async until<T>(what: string, ask: () => Promise<T>, good: (answer: T) => boolean): Promise<T> {
    const end = Date.now() + LIMIT_MS;
    for (;;) {
      const answer = await ask();
      if (good(answer)) return answer;
      if (Date.now() > end)
        throw new Error(
          `${what}: not within ${LIMIT_MS / 1000} s; last ${JSON.stringify(answer)?.slice(0, 500)}`,
        );
      await new Promise((resolve) => setTimeout(resolve, PAUSE_MS));
    }
  }

  /** Ends a test: nothing failed in the page, nothing was sent elsewhere. */
  async finish(): Promise<void> {
    await this.checks.check('no errors in the page, nothing sent elsewhere', () => {
      assert.deepEqual(this.viewer.errors, []);
      assert.deepEqual(this.viewer.externalRequests, []);
    });
    await this.viewer.close();
    this.checks.finish();
  }
}
