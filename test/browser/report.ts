/** The evaluation report in a real browser: no request, no script, readable in light and dark, on a phone and on paper. */
import assert from 'node:assert/strict';
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { pathToFileURL } from 'node:url';
import type { Page } from 'playwright-core';
import { reportPage } from '../../cli/src/report/page.ts';
import { sampleContent } from '../cli/report/support/sample-content.ts';
import { Checks } from './support/checks.ts';
import { launchChromium } from './support/chromium.ts';

const ARTIFACTS = path.resolve(import.meta.dirname, '../artifacts');
const checks = new Checks();
const folder = fs.mkdtempSync(path.join(os.tmpdir(), 'lacuna-report-'));
const file = path.join(folder, 'report.html');
/** A report of the reader's own instead of the sample's. */
const given = process.argv[2];
fs.writeFileSync(file, given ? fs.readFileSync(given) : reportPage(sampleContent()));

const browser = await launchChromium();
const requests: string[] = [];
const messages: string[] = [];

async function open(width: number, scheme: 'light' | 'dark'): Promise<Page> {
  const page = await browser.newPage({ viewport: { width, height: 900 }, colorScheme: scheme });
  page.on('request', (request) => requests.push(request.url()));
  page.on('console', (message) => messages.push(message.text()));
  page.on('pageerror', (error) => messages.push(error.message));
  await page.route(/^(?!file:|data:)/, (route) => route.abort());
  await page.goto(pathToFileURL(file).href);
  return page;
}

/** One picture of each section for a person to look at, when asked for: they take a software renderer a minute. */
async function shoot(page: Page, name: string): Promise<void> {
  if (!process.env.LACUNA_SCREENSHOTS) return;
  for (const id of await page.evaluate(() =>
    [...document.querySelectorAll('section[id]')].map((s) => s.id),
  )) {
    await page.evaluate((section) => document.getElementById(section)!.scrollIntoView(), id);
    await page.screenshot({ path: path.join(ARTIFACTS, `report-${name}-${id}.png`), timeout: 120_000 });
  }
}

/** Relative luminance of WCAG, from `rgb(r, g, b)`. */
function luminance(colour: string): number {
  const [r, g, b] = (colour.match(/[\d.]+/g) ?? []).map((v) => {
    const level = Number(v) / 255;
    return level <= 0.04045 ? level / 12.92 : ((level + 0.055) / 1.055) ** 2.4;
  });
  return 0.2126 * r! + 0.7152 * g! + 0.0722 * b!;
}
function contrast(a: string, b: string): number {
  const [low, high] = [luminance(a), luminance(b)].sort((x, y) => x - y);
  return (high! + 0.05) / (low! + 0.05);
}

/** Colours of text and of the methods' lines, with the ground behind them. */
const colours = (page: Page): Promise<{ ground: string; of: Record<string, string> }> =>
  page.evaluate(() => {
    const of: Record<string, string> = {
      text: getComputedStyle(document.body).color,
      faint: getComputedStyle(document.querySelector('.faint')!).color,
      'plot text': getComputedStyle(document.querySelector('svg .axis') ?? document.body).color,
    };
    for (const line of document.querySelectorAll('.legend .line'))
      of[line.getAttribute('class')!] = getComputedStyle(line).stroke;
    return { ground: getComputedStyle(document.body).backgroundColor, of };
  });

try {
  for (const scheme of ['light', 'dark'] as const)
    await checks.check(`${scheme}: text has a contrast of 4.5, curves of 3`, async () => {
      const page = await open(1280, scheme);
      const { ground, of } = await colours(page);
      assert.ok(Object.keys(of).length >= 3);
      for (const [what, colour] of Object.entries(of))
        assert.ok(
          contrast(colour, ground) >= (what.startsWith('line') ? 3 : 4.5),
          `${what}: ${colour} on ${ground}`,
        );
      await shoot(page, scheme);
      await page.close();
    });

  await checks.check('a phone: the page itself does not scroll sideways', async () => {
    const page = await open(390, 'light');
    const overflow = await page.evaluate(
      () => document.documentElement.scrollWidth - document.documentElement.clientWidth,
    );
    assert.equal(overflow, 0);
    await shoot(page, 'narrow');
    await page.close();
  });

  await checks.check('every picture is decoded', async () => {
    const page = await open(1280, 'light');
    const widths = await page.evaluate(() => [...document.images].map(({ naturalWidth }) => naturalWidth));
    assert.ok(widths.length > 0 || given);
    assert.ok(widths.every((width) => width > 0));
    await page.close();
  });

  await checks.check('on paper: light, within the page, and with the table of all cases', async () => {
    // the width of A4 without its margins
    const page = await open(688, 'dark');
    await page.emulateMedia({ media: 'print' });
    const widest = await page.evaluate(() =>
      Math.max(...[...document.querySelectorAll('table')].map((one) => one.getBoundingClientRect().right)),
    );
    assert.ok(widest <= 688, `a table ends at ${widest} px of 688`);
    assert.equal((await colours(page)).ground, 'rgb(255, 255, 255)');
    const height = await page.evaluate(
      () => document.querySelector('details table')?.getBoundingClientRect().height ?? 0,
    );
    assert.ok(height > 100, `the table is ${height} px high`);
    const pdf = await page.pdf({
      path: path.join(ARTIFACTS, 'report.pdf'),
      format: 'A4',
      preferCSSPageSize: true,
    });
    assert.ok(pdf.length > 10_000);
    await page.close();
  });

  await checks.check('nothing was requested but the file, nothing was logged', () => {
    const foreign = requests.filter(
      (url) => !url.startsWith('data:image/png') && url !== pathToFileURL(file).href,
    );
    assert.deepEqual([foreign, messages], [[], []]);
  });
} finally {
  await browser.close();
  fs.rmSync(folder, { recursive: true, force: true });
}
checks.finish();
