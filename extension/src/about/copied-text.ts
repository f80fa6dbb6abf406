import { t } from '../text/t.ts';
import type { AboutSection } from './sections.ts';

/** What the dialog shows, for a note or a mail: no patient data are in it. */
export function copiedText(sections: readonly AboutSection[], limits: readonly string[]): string {
  const blocks = sections.map(({ title, rows, note }) =>
    [title, ...rows.map(([name, value]) => `  ${name}: ${value}`), ...(note ? [`  ${note}`] : [])].join('\n'),
  );
  const known =
    limits.length > 0 ? [[t('about.limits'), ...limits.map((limit) => `  - ${limit}`)].join('\n')] : [];
  return [t('about.title'), ...blocks, ...known].join('\n\n');
}
