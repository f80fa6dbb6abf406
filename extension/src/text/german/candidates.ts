import type { candidates as english } from '../english/candidates.ts';

export const candidates: typeof english = {
  title: 'Auffällige Bereiche',
  none: 'Kein auffälliger Bereich bei dieser Schwelle.',
};
