import type { score as english } from '../english/score.ts';

export const score: typeof english = {
  title: 'Schichtwerte',
  chart: 'Schichtwerte; Pfeiltasten wechseln die Schicht',
  slice: 'Schicht {{number}} von {{total}}',
  notRun: 'nicht gerechnet',
  noBrain: 'kein Gehirn auf dieser Schicht',
  candidate: '{{score}}, Kandidat',
};
