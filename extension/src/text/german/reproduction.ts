import type { reproduction as english } from '../english/reproduction.ts';

export const reproduction: typeof english = {
  heading: 'Gespeichertes Ergebnis von Lacuna',
  object: 'Segmentierung, die wiederholt werden soll',
  run: 'Wiederholen und vergleichen',
  hint: 'Rechnet mit den Gewichten, dem Seed, den Einstellungen und der Schwelle, die das Objekt nennt; die Ebenen bleiben unverändert',
  cancel: 'Abbrechen',
  reading: 'Gespeicherte Segmentierung wird gelesen …',
  running: 'Berechnung wird wiederholt …',
  identical_one: '{{layer}}: identisch, {{count}} Voxel in der Maske.',
  identical_other: '{{layer}}: identisch, {{count}} Voxel in der Maske.',
  different_one: '{{layer}}: {{count}} Voxel von {{of}} weicht ab, betroffene Schichten: {{slices}}.',
  different_other:
    '{{layer}}: {{count}} Voxel weichen ab, betroffene Schichten: {{slices}}; die gespeicherte Maske hat {{of}}.',
  failed: 'Das gespeicherte Ergebnis ließ sich nicht wiederholen.',
};
