import type { thresholds as english } from '../english/thresholds.ts';

export const thresholds: typeof english = {
  shareTitle: 'Schwelle: Anteil gesunder Pixel darüber',
  valueTitle: 'Schwelle: Wert der Anomaliekarte',
  scale: 'Skala der Schwellen',
  byShare: 'Anteil Gesunder',
  byValue: 'Kartenwert',
  valueOf: 'Schwelle von {{name}} als Wert ihrer Karte',
  percentile: 'P{{value}}',
};
