import type { thresholds as english } from '../english/thresholds.ts';

export const thresholds: typeof english = {
  shareTitle: 'Schwelle: Anteil gesunder Pixel darüber',
  valueTitle: 'Schwelle: Wert der Anomaliekarte',
  scale: 'Skala der Schwellen',
  byShare: 'Anteil',
  byValue: 'Kartenwert',
  valueOf: 'Schwelle von {{name}} als Wert ihrer Karte',
  percentile: 'P{{value}}',
  linkAll: 'Gleiche Stufe für alle Ebenen',
  linkBoth: 'Gleiche Stufe für beide Verfahren',
  ofAll: 'Schwelle aller Ebenen',
  ofBoth: 'Schwelle beider Verfahren',
  ofLayer: 'Schwelle von {{name}}',
  exactOf: 'Genaue Schwelle von {{name}}',
  at: 'bei {{percent}} % der gesunden Pixel',
  more: 'mehr als 10 % der gesunden Pixel',
  less: 'weniger als 1 % der gesunden Pixel',
  between: 'zwischen {{high}} % und {{low}} % der gesunden Pixel',
  mark: '{{label}}: {{percent}} % der gesunden Pixel darüber',
};
