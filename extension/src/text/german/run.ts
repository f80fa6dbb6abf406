import type { run as english } from '../english/run.ts';

export const run: typeof english = {
  found_one: '{{count}} davon war aus einem früheren Lauf bekannt',
  found_other: '{{count}} davon waren aus früheren Läufen bekannt',
};
