import { backends, computing, settings } from './computing.ts';
import { imaging } from './imaging.ts';
import { objects, readObjects } from './objects.ts';
import type { Phrase } from './phrase.ts';
import { repeating } from './repeating.ts';
import { sequence } from './sequence.ts';
import { rules, weights } from './weights.ts';

/** German for what the core says; the core itself knows English only. */
export const germanPhrases: readonly Phrase[] = [
  ...imaging,
  ...sequence,
  ...weights,
  ...rules,
  ...computing,
  ...backends,
  ...settings,
  ...objects,
  ...readObjects,
  ...repeating,
];
