import fs from 'node:fs';
import path from 'node:path';
import type { BrowserContext, Page } from 'playwright-core';
import { REPOSITORY } from './page-server.ts';

/** What the consoles of all pages have said, the newest last. */
const said: string[] = [];
const open = new Set<Page>();
const [KEPT, TOLD, LIMIT_MS] = [400, 25, 20_000];
const ARTIFACTS = path.join(REPOSITORY, 'test/artifacts');

/** From now on the pages of a context are looked at when a check fails. */
export function keepEvidence(context: BrowserContext): void {
  context.on('page', (page) => {
    open.add(page);
    page.on('close', () => open.delete(page));
    page.on('console', (message) => note(`${message.type()}: ${message.text()}`));
    page.on('pageerror', (error) => note(`uncaught: ${error.message}`));
    page.on('crash', () => note('the page has crashed'));
  });
}

function note(line: string): void {
  said.push(`${new Date().toISOString().slice(11, 23)} ${line.slice(0, 300)}`);
  if (said.length > KEPT) said.shift();
}

/** What every open page shows, as text, and saved as a picture; what was said in the consoles. */
export async function evidence(name: string): Promise<string> {
  const parts = await Promise.all([...open].map((page, n) => ofPage(page, `${fileName(name)}-${n + 1}`)));
  return [...parts, `  console, ${said.length} lines, the last:`, ...said.slice(-TOLD)].join('\n    ');
}

async function ofPage(page: Page, name: string): Promise<string> {
  const picture = path.join(ARTIFACTS, `failed-${name}.png`);
  fs.mkdirSync(ARTIFACTS, { recursive: true });
  const shown = page.evaluate(whatIsShown).catch((error: Error) => [`not to be read: ${error.message}`]);
  const late = new Promise<string[]>((resolve) => setTimeout(resolve, LIMIT_MS, ['does not answer']).unref());
  const lines = await Promise.race([shown, late]);
  const saved = await page.screenshot({ path: picture, timeout: LIMIT_MS }).then(
    () => path.relative(REPOSITORY, picture),
    () => 'no picture could be taken',
  );
  return [`  page ${page.url()} (${saved})`, ...lines].join('\n    ');
}

/** Runs in the page. */
function whatIsShown(): string[] {
  const lines = [
    ...document.querySelectorAll<HTMLElement>('[data-cy^="lacuna-"][data-cy$="status"], [role="alert"]'),
  ]
    .concat([
      ...document.querySelectorAll<HTMLElement>('.lacuna-viewport-label, [data-cy="lacuna-status-detail"]'),
    ])
    .map(
      (part) => `${part.dataset['cy'] ?? part.className} [${part.dataset['state'] ?? ''}] ${part.innerText}`,
    );
  const chart = document.querySelector('[data-cy="lacuna-chart"]')?.getAttribute('aria-valuetext');
  const focus = document.activeElement as HTMLElement | null;
  return [
    ...lines.map((line) => line.replaceAll('\n', ' | ').slice(0, 300)),
    `chart: ${chart ?? 'none'}; focus: ${focus?.dataset['cy'] ?? focus?.tagName}; ${document.visibilityState}`,
  ];
}

const fileName = (name: string): string => {
  const script = path.basename(process.argv[1] ?? 'check', '.ts');
  return `${script}-${name
    .toLowerCase()
    .replaceAll(/[^a-z0-9]+/g, '-')
    .slice(0, 60)}`;
};
