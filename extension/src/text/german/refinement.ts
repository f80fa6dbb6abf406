import type { refinement as english } from '../english/refinement.ts';

export const refinement: typeof english = {
  label: 'Schritte',
  ofLatentBernoulli: 'Schritte von Latent Bernoulli',
  usual: '{{count}} (Vorgabe)',
  published: '{{count}} (publiziert)',
  why: 'Aufrufe des Entrauschers von Latent Bernoulli je Schicht. Bei mehr als einem wird die Karte vor Ihren Augen verfeinert; auf den Daten, mit denen diese Gewichte entwickelt wurden, war sie dadurch nicht besser.',
  cost: '{{count}} Aufrufe des Entrauschers von Latent Bernoulli je Schicht statt {{usual}}: bis zu {{times}}-mal so lange; eine Schicht endet früher, sobald kein Bit mehr kippt.',
  calibration:
    'Schwellen und Perzentile der Gesunden wurden mit {{usual}} gemessen: Lesen Sie sie mit Vorsicht. Eine Berechnung ersetzt Ergebnisse mit anderer Zahl.',
  shown_one: 'Die gezeigten Ergebnisse wurden mit {{count}} Schritt gerechnet.',
  shown_other: 'Die gezeigten Ergebnisse wurden mit {{count}} Schritten gerechnet.',
  coarse: 'Grob: Schritt {{step}} von {{steps}}, noch kein Ergebnis',
  steps: '{{count}} Schritte (kalibriert: {{usual}})',
  settled: 'Nach {{made}} von {{steps}} Schritten beendet: kein Bit kippt mehr',
  progress: 'Schritt {{step}} von {{steps}}',
  calibratedSteps: 'Kalibriert mit Schritten',
  settledSlices: 'Früher beendete Schichten',
  calibrationOnly:
    'Kalibriert wird aus Karten mit der Vorgabe der Schritte: Wählen Sie sie unter Erweitert, und rechnen Sie die Serie erneut.',
};
