import type { english } from '../english/index.ts';
import { candidates } from './candidates.ts';
import { controls } from './controls.ts';
import { diagnostics } from './diagnostics.ts';
import { exports } from './export.ts';
import { guard } from './guard.ts';
import { maps } from './maps.ts';
import { reference } from './reference.ts';
import { reproduction } from './reproduction.ts';
import { run } from './run.ts';
import { study } from './study.ts';
import { thresholds } from './thresholds.ts';
import { uncertainty } from './uncertainty.ts';

export const german: typeof english = {
  candidates,
  controls,
  diagnostics,
  export: exports,
  guard,
  maps,
  reference,
  reproduction,
  run,
  study,
  thresholds,
  uncertainty,
};
