import { createHash } from 'node:crypto';
import fs from 'node:fs';
import path from 'node:path';
import { TIME_FIELDS } from '../../../cli/src/evaluate/summary-types.ts';

/** Results of an evaluation without what may differ between two runs: by file name, JSON without times, else a hash. */
export function withoutTimes(folder: string): Record<string, unknown> {
  const found: Record<string, unknown> = {};
  const walk = (relative: string): void => {
    for (const entry of fs.readdirSync(path.join(folder, relative), { withFileTypes: true })) {
      const name = path.posix.join(relative, entry.name);
      if (entry.isDirectory()) walk(name);
      // the report shows times too
      else if (name !== 'report.html') found[name] = contentOf(path.join(folder, name));
    }
  };
  walk('');
  return found;
}

function contentOf(file: string): unknown {
  // the page shows times among its figures; test/cli/report looks at it
  if (file.endsWith('report.html')) return 'page';
  const bytes = fs.readFileSync(file);
  if (file.endsWith('.json')) return strip(JSON.parse(bytes.toString()));
  // the last column of cases.csv is a time
  if (file.endsWith('cases.csv')) return bytes.toString().replace(/,[^,\n]*$/gm, '');
  return createHash('sha256').update(bytes).digest('hex');
}

function strip(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(strip);
  if (typeof value !== 'object' || value === null) return value;
  const times: readonly string[] = TIME_FIELDS;
  return Object.fromEntries(
    Object.entries(value)
      .filter(([key]) => !times.includes(key))
      .map(([key, inner]) => [key, strip(inner)]),
  );
}
