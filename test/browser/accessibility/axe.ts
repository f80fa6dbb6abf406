import fs from 'node:fs';
import { createRequire } from 'node:module';
import type { Page } from 'playwright-core';

const AXE = fs.readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');

export interface Fault {
  readonly rule: string;
  readonly impact: string;
  readonly target: string;
  readonly html: string;
  /** Within something that this extension has drawn. */
  readonly ours: boolean;
}

interface AxeResult {
  violations: {
    id: string;
    impact: string | null;
    nodes: { target: string[]; html: string; failureSummary?: string }[];
  }[];
}

/** Serious and critical faults of WCAG 2.2 A and AA in the whole page as it is. */
export async function seriousFaults(page: Page): Promise<Fault[]> {
  await page.evaluate(`if (!globalThis.axe) { ${AXE} }`);
  return page.evaluate(async () => {
    const { axe } = globalThis as unknown as {
      axe: { run(context: Document, options: unknown): Promise<AxeResult> };
    };
    const { violations } = await axe.run(document, {
      resultTypes: ['violations'],
      runOnly: ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'],
    });
    return violations
      .filter(({ impact }) => impact === 'serious' || impact === 'critical')
      .flatMap(({ id, impact, nodes }) =>
        nodes.map(({ target, html, failureSummary }) => {
          const selector = target.join(' ');
          const element = document.querySelector(selector);
          const ours = element?.closest(
            '.lacuna, [class^="lacuna-"], [class*=" lacuna-"], [data-cy^="lacuna"]',
          );
          return {
            rule: id,
            impact: impact ?? '',
            target: selector,
            html: `${html.slice(0, 160)} ${failureSummary?.split('\n')[1]?.trim() ?? ''}`,
            ours: Boolean(ours),
          };
        }),
      );
  });
}
